/**
 * What Calendly sent, without the character U+0000: Postgres stores it in no text, and one invitee who typed it would
 * keep every later change of their session out of the mirror.
 */
export function storable<Wire>(wire: Wire): Wire {
  return strip(wire) as Wire;
}

function strip(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "");
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.replaceAll("\0", ""), strip(part)]));
}
