import type { RouteDefinition } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { notFound, problem, type Reply } from "../../platform/http/reply.ts";
import type { AdmissionOf, Proof } from "../../platform/http/served-route.ts";
import type { Identity, KnownPerson } from "./identity.ts";
import { recognizeKey } from "./recognize-key.ts";
import type { Viewer } from "./types.ts";

export type Admission = AdmissionOf<Viewer>;

/** Decides whether a request may reach a route's handler, and as whom. The only place that mints viewers. */
export async function admit(
  context: Context,
  identity: Identity,
  route: RouteDefinition,
  request: Request,
): Promise<Admission> {
  if (route.access === "public" || route.access === "signed") return { kind: "admitted", viewer: null, proof: null };
  const service = await recognizeKey(context, route, request);
  if (service.kind === "refused") return service;
  // A key acts as the admin in whose name it is, and sees nothing that is for other roles alone.
  if (service.kind === "key") return admitAs(service.record.person, service.proof, route);
  const login = await identity.recognize(request.headers);
  switch (login.kind) {
    case "none":
      return { kind: "refused", reply: problem("unauthenticated", "Sign in to see this.") };
    case "expired":
      return {
        kind: "refused",
        reply: problem("login_session_expired", "Your login session is over. Sign in again to go on."),
      };
    case "suspended":
      return { kind: "refused", reply: suspendedReply() };
    case "stranger":
      return { kind: "refused", reply: problem("forbidden", login.sentence) };
    case "unavailable":
      return { kind: "refused", reply: problem("identity_unavailable", login.sentence) };
    case "person":
      return admitAs(login.person, login.proof, route);
  }
}

function admitAs(person: KnownPerson, proof: Proof, route: RouteDefinition): Admission {
  if (!route.access.includes(person.role)) return { kind: "refused", reply: wrongRole(route, person) };
  return { kind: "admitted", viewer: mint(person, proof), proof };
}

/** Told to nobody but the person: only who has the right password, passkey or login session comes this far. */
export function suspendedReply(): Reply<never> {
  return problem("account_suspended", "An admin has suspended your account. Ask an admin of your programme about it.");
}

/** A route for other roles: something in particular answers as if it did not exist, a whole area says why. */
function wrongRole(route: RouteDefinition, person: Pick<KnownPerson, "role">): Reply<never> {
  if (route.params !== undefined) return notFound();
  return problem("forbidden", `This is not open to your role, ${person.role}. Ask an admin if you need it.`);
}

function mint(person: KnownPerson, proof: Proof): Viewer {
  const isService = proof.by === "key" || proof.by === "signature";
  const authorized = {
    role: person.role,
    personId: person.id,
    name: person.name,
    email: person.email.toLowerCase(),
    emailVerified: person.emailVerified,
    timeZone: person.timeZone,
    keyId: isService ? proof.id : null,
    loginId: isService ? null : proof.id,
  };
  // The brand exists in types alone; this assertion is the mint.
  return authorized as unknown as Viewer;
}
