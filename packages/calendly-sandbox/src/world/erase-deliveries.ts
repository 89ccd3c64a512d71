import type { State } from "../state.ts";

/** Blanks the bodies that are about what is to be forgotten. What waits to be sent is not sent any more. */
function blankDeliveries({ store }: State, organizationId: string, isAbout: (body: string) => boolean): void {
  for (const delivery of store.deliveries.list({ where: { organization: organizationId } })) {
    if (delivery.body === "" || !isAbout(delivery.body)) continue;
    store.deliveries.put({
      ...delivery,
      body: "",
      status: delivery.status === "pending" ? "dropped" : delivery.status,
      // A receiver's answer can repeat what it got.
      attempts: delivery.attempts.map((attempt) => ({ ...attempt, answer: null })),
    });
  }
}

/** Whether one of the addresses, in lower case, stands in a text: by itself, or in a sentence. */
function names(text: string, emails: ReadonlySet<string>): boolean {
  return text
    .toLowerCase()
    .split(/[\s<>()",;:]+/)
    .some((word) => emails.has(word.endsWith(".") ? word.slice(0, -1) : word));
}

/** Forgets what was told of people, lower-case addresses, by webhook. */
export function eraseDeliveriesWith(state: State, organizationId: string, emails: readonly string[]): void {
  const gone = new Set(emails);
  blankDeliveries(state, organizationId, (body) => {
    let found = false;
    JSON.parse(body, (_, value) => {
      if (typeof value === "string") found ||= names(value, gone);
      return value;
    });
    return found;
  });
}

/** Forgets what was told of scheduled events by webhook. */
export function eraseDeliveriesAbout(state: State, organizationId: string, eventIds: ReadonlySet<string>): void {
  blankDeliveries(state, organizationId, (body) =>
    [...body.matchAll(/\/scheduled_events\/([A-Za-z0-9_-]+)/g)].some(([, id = ""]) => eventIds.has(id)),
  );
}
