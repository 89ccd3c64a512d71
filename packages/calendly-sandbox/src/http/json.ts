/** Objects of webhook payloads whose keys are not alphabetical, by the key that holds them, as recorded deliveries have them. */
export const webhookKeyOrders: Readonly<Record<string, readonly string[]>> = {
  invitees_counter: ["total", "active", "limit"],
  tracking: ["utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid"],
};

/**
 * A copy with alphabetical keys all the way down; an object under a key of `orders` has those keys first, in that order.
 * Undefined values go.
 */
export function sortKeys(
  value: unknown,
  orders: Readonly<Record<string, readonly string[]>> = {},
  first: readonly string[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, orders));
  if (typeof value !== "object" || value === null) return value;
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const before = (a: string, b: string) => (first.length === 0 ? 0 : rank(a) - rank(b)) || (a < b ? -1 : 1);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => before(a, b))
      .map(([key, item]) => [key, sortKeys(item, orders, Object.hasOwn(orders, key) ? orders[key] : [])]),
  );
}
