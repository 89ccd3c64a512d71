/**
 * What Calendly sent, without what Postgres stores in no text: the character U+0000, and halves of a surrogate pair.
 * One invitee who typed such a thing would keep every later change of their session out of the mirror.
 */
export function storable<Wire>(wire: Wire): Wire {
  return strip(wire) as Wire;
}

function strip(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [clean(key), strip(part)]));
}

function clean(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
