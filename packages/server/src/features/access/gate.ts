import type { RouteDefinition } from "@punctual/contract";
import { notFound, problem, type Reply } from "../../platform/http/reply.ts";
import type { AdmissionOf } from "../../platform/http/served-route.ts";
import type { Identity, KnownPerson } from "./identity.ts";
import type { Viewer } from "./types.ts";

export type Admission = AdmissionOf<Viewer>;

/** Decides whether a request may reach a route's handler, and as whom. The only place that mints viewers. */
export async function admit(identity: Identity, route: RouteDefinition, request: Request): Promise<Admission> {
  if (route.access === "public" || route.access === "signed") return { kind: "admitted", viewer: null, proof: null };
  const login = await identity.recognize(request.headers);
  switch (login.kind) {
    case "none":
      return { kind: "refused", reply: problem("unauthenticated", "Sign in to see this.") };
    case "expired":
      return {
        kind: "refused",
        reply: problem("login_session_expired", "Your login session is over. Sign in again to go on."),
      };
    case "person":
      break;
  }
  if (!route.access.includes(login.person.role)) return { kind: "refused", reply: wrongRole(route, login.person) };
  return { kind: "admitted", viewer: mint(login.person), proof: login.proof };
}

/** A route for other roles: something in particular answers as if it did not exist, a whole area says why. */
function wrongRole(route: RouteDefinition, person: KnownPerson): Reply<never> {
  if (route.params !== undefined) return notFound();
  return problem("forbidden", `This is not open to your role, ${person.role}. Ask an admin if you need it.`);
}

function mint(person: KnownPerson): Viewer {
  const authorized = {
    role: person.role,
    personId: person.id,
    name: person.name,
    email: person.email.toLowerCase(),
    emailVerified: person.emailVerified,
    timeZone: person.timeZone,
  };
  // The brand exists in types alone; this assertion is the mint.
  return authorized as unknown as Viewer;
}
