/** What a simulation needs beside `createPunctual`: its parts, without a test runner around them. */

import { bodyBinding, bodyOfText } from "../features/webhooks/rules.ts";
import type { Sealer } from "../platform/crypto/sealer.ts";

export { createSealer } from "../platform/crypto/envelope.ts";
export { migrateDatabase } from "../platform/database/migrate.ts";
export { type OpenDatabase, onPglite } from "../platform/database/open.ts";
export { silentLog } from "../platform/logger.ts";
export { createPunctual, type Punctual } from "../punctual.ts";
export { testConfig } from "./config.ts";

/** The body of a delivery in the inbox. */
export async function openDelivery(sealer: Sealer, id: string, bodySealed: string): Promise<string> {
  return Buffer.from(bodyOfText(await sealer.open(bodySealed, bodyBinding(id)))).toString("utf8");
}
