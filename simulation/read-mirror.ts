import type { PGlite } from "@electric-sql/pglite";
import type { Mirror, Row } from "./expected-mirror.ts";

type Raw = Record<string, unknown>;

/** The mirror as it lies in the database, read by SQL, in the form in which it is compared. */
export async function readMirror(pglite: PGlite): Promise<Mirror> {
  const sessions = await rows(pglite, "select * from punctual.sessions");
  const invitees = await rows(
    pglite,
    "select i.*, s.uri as session, i.erased_at is not null as erased from punctual.invitees i join punctual.sessions s on s.id = i.session_id",
  );
  const eventTypes = await rows(pglite, "select * from punctual.event_types where deleted_at is null");
  return { sessions: byUri(sessions), invitees: byUri(invitees), eventTypes: byUri(eventTypes) };
}

export async function rows(pglite: PGlite, statement: string): Promise<Raw[]> {
  return (await pglite.query<Raw>(statement)).rows;
}

const byUri = (found: readonly Raw[]): ReadonlyMap<string, Row> =>
  new Map(found.map((row) => [String(row["uri"]), comparable(row)]));

function comparable(row: Raw): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date ? value.getTime() : name === "cancellation" ? cancellation(value) : value,
    ]),
  );
}

function cancellation(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("at" in value)) return value;
  return { ...value, at: Date.parse(String(value.at)) };
}
