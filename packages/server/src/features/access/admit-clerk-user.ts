import type { ClerkBackend } from "../../platform/clerk/backend.ts";
import type { SessionToken } from "../../platform/clerk/session-token.ts";
import { ClerkUnavailable } from "../../platform/clerk/unavailable.ts";
import type { Context } from "../../platform/context.ts";
import { applyClerkUser } from "./apply-clerk-user.ts";
import { strangerSentences } from "./clerk-rules.ts";
import type { Login } from "./identity.ts";

type Arrival = { readonly kind: "person" } | Extract<Login, { kind: "stranger" | "unavailable" | "expired" }>;

/** Milliseconds for which somebody without a place here is not asked for again. */
const patience = 10_000;
/** As many are remembered. */
const most = 1_000;

/**
 * Lets users in who come by for the first time. What their token carries is enough; else Clerk is asked, once for however
 * many requests of the same user, and not again for some seconds when the answer was no.
 */
export function createArrivals(context: Context, backend: ClerkBackend) {
  const asking = new Map<string, Promise<Arrival>>();
  const refused = new Map<string, { readonly arrival: Arrival; readonly until: number }>();

  async function arrive({ userId, user }: SessionToken): Promise<Arrival> {
    try {
      const told = user ?? (await backend.getUser(userId));
      if (told === null) return { kind: "expired" };
      const applied = await context.database.transaction((tx) => applyClerkUser(context, tx, told));
      return applied.kind === "person"
        ? { kind: "person" }
        : { kind: "stranger", sentence: strangerSentences[applied.reason] };
    } catch (cause) {
      if (!(cause instanceof ClerkUnavailable)) throw cause;
      context.log.warn({ error: cause.cause ?? cause }, "Clerk was asked for a user and did not answer");
      return { kind: "unavailable", sentence: cause.message };
    }
  }

  function remember(userId: string, arrival: Arrival, at: number): void {
    if (arrival.kind === "person" || arrival.kind === "unavailable") return;
    if (refused.size >= most) refused.clear();
    refused.set(userId, { arrival, until: at + patience });
  }

  return {
    async admit(token: SessionToken): Promise<Arrival> {
      const now = context.clock.now().epochMilliseconds;
      const before = refused.get(token.userId);
      if (before !== undefined && before.until > now && token.user === null) return before.arrival;
      const running = asking.get(token.userId);
      if (running !== undefined) return running;
      const arriving = arrive(token).finally(() => asking.delete(token.userId));
      asking.set(token.userId, arriving);
      const arrival = await arriving;
      if (token.user === null) remember(token.userId, arrival, now);
      return arrival;
    },
  };
}
