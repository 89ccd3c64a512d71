import type { Role, RouteDefinition, RouteInput, RouteOutput } from "@punctual/contract";
import type { HandledRoute } from "../features/access/handle.ts";
import type { AuthorizedAdmin, AuthorizedCoach, AuthorizedRealtor } from "../features/access/types.ts";
import type { Reply } from "../platform/http/reply.ts";

interface Minted {
  readonly coach: AuthorizedCoach;
  readonly realtor: AuthorizedRealtor;
  readonly admin: AuthorizedAdmin;
}

/** A viewer as the gate would mint them, for tests that begin behind the gate. */
export function viewerAs<R extends Role>(role: R, person: { readonly id: string; readonly email: string }): Minted[R] {
  const { id: personId, email } = person;
  return {
    role,
    personId,
    name: email,
    email,
    emailVerified: true,
    timeZone: null,
    keyId: null,
    loginId: "lgn_test",
  } as unknown as Minted[R];
}

/** Calls a route behind the gate: its input parsed by the contract, its viewer given. */
export async function callRoute<const R extends RouteDefinition>(
  handled: readonly HandledRoute[],
  route: R,
  viewer: Minted[Role] | null,
  ...[input]: Record<never, never> extends RouteInput<R> ? [input?: RouteInput<R>] : [input: RouteInput<R>]
): Promise<Reply<RouteOutput<R>>> {
  const found = handled.find((one) => one.route.id === route.id);
  if (found === undefined) throw new Error(`${route.id} is not among these routes`);
  const given = (input ?? {}) as { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown };
  const reply = await found.run({
    viewer,
    params: route.params?.parse(given.params),
    query: route.query?.parse(given.query ?? {}),
    body: route.body?.parse(given.body),
    requestId: "req_test",
    request: new Request(`http://punctual.test${route.path}`, { method: route.method }),
  });
  return reply as Reply<RouteOutput<R>>;
}

/** The body of a reply that succeeded; fails the test with the problem when it did not. */
export function bodyOf<Body>(reply: Reply<Body>): Body {
  if (reply.kind === "json") return reply.body;
  throw new Error(`no JSON body but ${reply.kind === "problem" ? `${reply.code}: ${reply.detail}` : reply.kind}`);
}

/** The code of a reply that refused; what it is instead otherwise. */
export function problemOf(reply: Reply<unknown>): string {
  return reply.kind === "problem" ? reply.code : `no problem but ${reply.kind}`;
}
