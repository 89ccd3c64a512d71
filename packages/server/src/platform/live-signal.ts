import pg from "pg";
import type { Driver } from "./database/open.ts";

/** Where every process is told that there are changes to read. */
export const liveChannel = "punctual_live";

/**
 * Calls `wake` for every committed change, of this process or another. Only a hint: behind a pooler there is none and a
 * connection may drop, so whoever listens looks from time to time too.
 *
 * @returns the function that stops it.
 */
export async function listenLive(driver: Driver, wake: () => void): Promise<() => Promise<void>> {
  if (driver.kind === "pglite") return driver.pglite.listen(liveChannel, wake);
  // It would listen on a connection that the pooler lends to somebody else a moment later.
  if (!driver.keepsSession) return async () => undefined;
  const client = new pg.Client({ connectionString: driver.url, application_name: "punctual-live" });
  client.on("error", () => undefined);
  client.on("notification", wake);
  try {
    await client.connect();
    await client.query(`listen ${liveChannel}`);
  } catch {
    // Without the hint the looks alone carry the stream, a second later.
    await client.end().catch(() => undefined);
    return async () => undefined;
  }
  return async () => {
    await client.end().catch(() => undefined);
  };
}
