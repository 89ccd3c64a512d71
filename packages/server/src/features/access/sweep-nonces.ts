import { lt } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { signatureNonces } from "../../platform/database/schema.ts";

/** Forgets nonces whose signatures are too old to be taken anyway. */
export async function sweepNonces(context: Pick<Context, "database" | "clock">): Promise<void> {
  await context.database.delete(signatureNonces).where(lt(signatureNonces.expiresAt, context.clock.now()));
}
