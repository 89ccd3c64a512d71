/** Keys that keep their order in webhook payloads, as seen in recorded deliveries. */
export const webhookUnsorted: ReadonlySet<string> = new Set(["invitees_counter", "tracking"]);

/** A copy with alphabetical keys all the way down, but for the objects under `unsorted` keys; undefined values go. */
export function sortKeys(value: unknown, unsorted: ReadonlySet<string> = new Set()): unknown {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, unsorted));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, unsorted.has(key) ? item : sortKeys(item, unsorted)]),
  );
}
