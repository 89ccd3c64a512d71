import type { State } from "../../state.ts";
import type { Condition } from "../../store/table.ts";
import type { ContactList } from "./contact-list-records.ts";

const day = 86_400_000;

/** What became of each contact of a request: not one of the user's, or changed, or as it was asked for already. */
export interface MembershipResult {
  readonly changed: number;
  readonly unchanged: number;
  /** Ids. */
  readonly invalid: readonly string[];
}

/** Puts contacts into a static List or takes them out, one by one: those that cannot be are counted, and stop none. */
export function changeMembers(
  state: State,
  list: ContactList,
  contactIds: readonly string[],
  change: "add" | "remove",
): MembershipResult {
  const { store } = state;
  return store.transaction(() => {
    const invalid: string[] = [];
    let changed = 0;
    const asked = new Set(contactIds);
    for (const id of asked) {
      const contact = store.contacts.get(id);
      if (contact?.ownerId !== list.ownerId) {
        invalid.push(id);
        continue;
      }
      if (contact.listIds.includes(list.id) === (change === "add")) continue;
      const others = contact.listIds.filter((listId) => listId !== list.id);
      // Being in a List is no change of the contact itself: its `updated_at` stays.
      store.contacts.put({ ...contact, listIds: change === "add" ? [...others, list.id] : others });
      changed += 1;
    }
    return { changed, unchanged: asked.size - changed - invalid.length, invalid };
  });
}

/** The conditions of a List or View at `now` (milliseconds) together with filters that were asked for, column by column. */
export function whereInList(
  list: ContactList | null,
  asked: Readonly<Record<string, readonly string[]>>,
  now: number,
): Readonly<Record<string, Condition>> {
  const where: Record<string, Condition> = {};
  const view = list?.view ?? null;
  if (list !== null && view === null) where["lists"] = list.id;
  for (const [column, words] of Object.entries(asked)) where[column] = { in: words };
  for (const [column, words] of Object.entries(view?.fields ?? {})) {
    const wanted = words.map((word) => word.toLowerCase());
    const both = asked[column];
    where[column] = { in: both === undefined ? wanted : wanted.filter((word) => both.includes(word)) };
  }
  const days = view?.createdWithinDays ?? null;
  if (days !== null) where["created"] = { from: new Date(now - days * day).toISOString() };
  return where;
}
