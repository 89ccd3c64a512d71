import type { Seeding } from "../../scenario/seed-session.ts";
import type { State } from "../../state.ts";
import type { User } from "../../world/records.ts";
import { completeRecap, planRecap, recapOf } from "./keep-recap.ts";

const day = 86_400_000;
const minute = 60_000;
const recapsOfHost = 12;

/** The notetaker of these hosts has been on for a month: recaps of what they last held, and of what comes. */
export function seedRecaps(state: State, hosts: readonly User[], { random, stamp, today }: Seeding): void {
  const { store, settings } = state;
  for (const host of hosts) {
    const since = today - 30 * day;
    store.notetakers.put({ userId: host.id, since });
    const own = { host: host.id, status: "active" };
    const held = store.events
      .list({ where: { ...own, start: { from: since, to: today } }, order: { by: "start", direction: "desc" } })
      .filter(({ endAt }) => endAt + settings.recapAfter < today)
      .slice(0, recapsOfHost);
    const invitees = store.invitees.list({ where: { event: { in: held.map(({ id }) => id) } } });
    for (const event of held) {
      const guests = invitees.filter(({ eventId }) => eventId === event.id);
      const begun = recapOf(random.uuid(), host, event, guests, stamp(event.endAt + minute));
      store.meetingRecaps.put(completeRecap(begun, {}, stamp(event.endAt + settings.recapAfter)));
    }
    for (const event of store.events.list({ where: { ...own, start: { from: today } } })) {
      planRecap(
        state,
        (task, dueAt) => store.dueWork.put({ id: random.uuid(), seq: store.nextNumber("dueWork"), dueAt, task }),
        event,
      );
    }
  }
}
