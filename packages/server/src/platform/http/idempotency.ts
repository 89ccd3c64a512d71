import { createHash } from "node:crypto";
import type { RouteDefinition } from "@punctual/contract";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { idempotencyKeys } from "../database/schema.ts";
import { problem, type Reply } from "./reply.ts";

/** An unfinished request this old belongs to a process that died. Calendly's client gives up long before. */
const abandonedAfterMinutes = 5;

export interface IdempotencyScope {
  readonly database: Database;
  readonly clock: Clock;
  readonly personId: string;
  readonly key: string;
  readonly route: RouteDefinition;
  readonly parts: unknown;
}

/** Carries out a write once per key: the same request again is answered with the first answer. */
export async function onceByKey(
  scope: IdempotencyScope,
  run: () => Promise<Reply<unknown>>,
): Promise<{ readonly reply: Reply<unknown>; readonly replayed: boolean }> {
  const { database, clock, personId, key } = scope;
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) {
    const message = "Write 8 to 200 visible ASCII characters, for example a UUID.";
    const errors = [{ field: "header.idempotency-key", message }];
    return { reply: problem("invalid_request", `header.idempotency-key: ${message}`, { errors }), replayed: false };
  }
  const mine = and(eq(idempotencyKeys.personId, personId), eq(idempotencyKeys.key, key));
  const requestHash = createHash("sha256")
    .update(JSON.stringify([scope.route.id, scope.parts]))
    .digest("hex");

  await database
    .delete(idempotencyKeys)
    .where(
      and(
        mine,
        isNull(idempotencyKeys.status),
        lt(idempotencyKeys.createdAt, clock.now().subtract({ minutes: abandonedAfterMinutes })),
      ),
    );
  const [claimed] = await database
    .insert(idempotencyKeys)
    .values({ personId, key, requestHash, createdAt: clock.now() })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed === undefined) return repeat(scope, requestHash);

  try {
    const reply = await run();
    const status = statusToKeep(scope.route, reply);
    if (status === null) await database.delete(idempotencyKeys).where(mine);
    else await database.update(idempotencyKeys).set({ status, body: reply }).where(mine);
    return { reply, replayed: false };
  } catch (error) {
    await database.delete(idempotencyKeys).where(mine);
    throw error;
  }
}

async function repeat(scope: IdempotencyScope, requestHash: string) {
  const [first] = await scope.database
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.personId, scope.personId), eq(idempotencyKeys.key, scope.key)));
  if (first !== undefined && first.requestHash !== requestHash) {
    return {
      reply: problem(
        "idempotency_key_reused",
        "This Idempotency-Key came with another request before. Use a new key for each thing you want done.",
      ),
      replayed: false,
    };
  }
  if (first === undefined || first.status === null) {
    return {
      reply: problem("conflict", "The same request is being carried out just now. Ask again in a second.", {
        retryAfterSeconds: 1,
      }),
      replayed: false,
    };
  }
  // Written by this module from a Reply, a few lines above.
  return { reply: first.body as Reply<unknown>, replayed: true };
}

/** Answers that would be the same again. What may pass (Calendly down, limits) is not kept, so that it can be retried. */
function statusToKeep(route: RouteDefinition, reply: Reply<unknown>): number | null {
  if (reply.kind === "json" || reply.kind === "empty") return route.status;
  if (reply.kind !== "problem") return null;
  switch (reply.code) {
    case "session_already_canceled":
    case "session_over":
      return 409;
    default:
      return null;
  }
}
