import type { Mirror, Row } from "./expected-mirror.ts";

export type Raw = Record<string, unknown>;
/** Reads rows of whichever database the product ran on. */
export type Query = (statement: string) => Promise<Raw[]>;

/** The mirror as it lies in the database, read by SQL, in the form in which it is compared. */
export async function readMirror(query: Query): Promise<Mirror> {
  const sessions = await query("select * from punctual.sessions");
  const invitees = await query(
    "select i.*, s.uri as session, i.erased_at is not null as erased from punctual.invitees i join punctual.sessions s on s.id = i.session_id",
  );
  const eventTypes = await query("select * from punctual.event_types where deleted_at is null");
  return { sessions: byUri(sessions), invitees: byUri(invitees), eventTypes: byUri(eventTypes) };
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
