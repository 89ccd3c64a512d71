import { routes } from "@punctual/contract";
import { type ConnectionHooks, connectionRoutes } from "../features/connections/index.ts";
import { bodyOf, callRoute, viewerAs } from "./call-route.ts";
import type { SandboxContext } from "./sandbox-context.ts";
import { seedPerson } from "./seed-programme.ts";

export const noHooks: ConnectionHooks = { afterConnect: [], afterCheck: [], beforeDisconnect: [] };

export interface Coach {
  readonly id: string;
  readonly email: string;
}

/** Begins to connect and answers the consent page: the query with which Calendly sends the browser back. */
export async function consentFor(
  test: SandboxContext,
  coach: Coach,
  answer: { readonly email: string; readonly decision?: "allow" | "deny" },
): Promise<{ readonly code?: string; readonly state?: string; readonly error?: string }> {
  const handled = connectionRoutes(test.context, noHooks);
  const { authorizeUrl } = bodyOf(await callRoute(handled, routes.startConnection, viewerAs("coach", coach)));
  return Object.fromEntries((await test.consent(authorizeUrl, answer)).searchParams);
}

/** A coach who is connected to the Calendly account of that e-mail by the real flow. */
export async function connectCoach(
  test: SandboxContext,
  name: string,
  options: { readonly account?: string; readonly hooks?: ConnectionHooks } = {},
): Promise<Coach> {
  const coach = await seedPerson(test.context, { name, role: "coach" });
  await connect(test, coach, options.account ?? coach.email, options.hooks);
  return coach;
}

/** Connects a coach who is there already, perhaps to another account than before. */
export async function connect(
  test: SandboxContext,
  coach: Coach,
  account: string,
  hooks: ConnectionHooks = noHooks,
): Promise<void> {
  const handled = connectionRoutes(test.context, hooks);
  const viewer = viewerAs("coach", coach);
  const query = await consentFor(test, coach, { email: account });
  const reply = await callRoute(handled, routes.finishConsent, viewer, { query });
  const attemptId = reply.kind === "redirect" ? new URL(reply.location).searchParams.get("attempt") : null;
  if (attemptId === null) throw new Error(`the consent did not come to an attempt: ${JSON.stringify(reply)}`);
  const params = { attemptId };
  const { previousAccountEmail } = bodyOf(await callRoute(handled, routes.getPendingConnection, viewer, { params }));
  const confirmed = previousAccountEmail === null ? {} : { replacing: previousAccountEmail };
  bodyOf(await callRoute(handled, routes.confirmConnection, viewer, { params, query: confirmed }));
}
