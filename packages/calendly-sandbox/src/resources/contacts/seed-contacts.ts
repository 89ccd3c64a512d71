import type { Seeding } from "../../scenario/seed-session.ts";
import type { Booker } from "../../scenario/types.ts";
import type { State } from "../../state.ts";
import type { User } from "../../world/records.ts";
import type { CustomField } from "../custom-fields/custom-field-records.ts";
import type { Contact, CustomFieldValue } from "./contact-records.ts";
import { newContact } from "./keep-contact.ts";

const day = 86_400_000;
const hour = 3_600_000;

const markets = ["Residential", "New construction", "Luxury", "Commercial"] as const;
const companies = ["Keystone Realty", "Blue Door Homes", "Harbour & Hill", "Northline Properties"] as const;

const notes = [
  ["Before the next session", "Wants to practise the pricing conversation. Mornings only."],
  [null, "Bring the numbers of the last quarter."],
] as const;

interface Fields {
  readonly market: CustomField;
  readonly volume: CustomField;
}

/** Two fields that somebody fills in, and one that the answers of a booking fill. */
function seedFields(state: State, { random, stamp, today }: Seeding, hosts: readonly User[]): Fields {
  const { store } = state;
  const organizationId = hosts[0]?.organizationId ?? "";
  const put = (label: string, kind: CustomField["kind"], age: number): CustomField => {
    const createdAt = stamp(today - age * day + 10 * hour);
    const field: CustomField = { id: random.uuid(), organizationId, label, kind, createdAt, updatedAt: createdAt };
    store.customFields.put(field);
    return field;
  };
  const options = markets.map((label) => ({ id: random.uuid(), label, color: null, isActive: true }));
  const market = put("Market", { type: "single_select", options }, 90);
  const volume = put("Annual volume", { type: "currency", currency: "USD" }, 89);
  const asking = hosts
    .flatMap((host) =>
      store.eventTypes.list({ where: { owner: host.id }, order: { by: "position", direction: "asc" } }),
    )
    .find(({ questions }) => questions.length > 0);
  const question = asking?.questions[0]?.name;
  if (asking !== undefined && question !== undefined) {
    put("Working on", { type: "invitee_question", eventTypeId: asking.id, question }, 88);
  }
  return { market, volume };
}

function contactOf(host: User, booker: Booker, at: number, fields: Fields, { random, stamp, today }: Seeding): Contact {
  const createdAt = stamp(today - (5 + at * 17 + random.below(9)) * day + 11 * hour);
  const { kind } = fields.market;
  const option = kind.type === "single_select" ? kind.options[random.below(kind.options.length)] : undefined;
  const customFields: Record<string, CustomFieldValue> = { [fields.volume.id]: (40 + random.below(160)) * 25_000 };
  if (option !== undefined && random.chance(0.8)) customFields[fields.market.id] = option.id;
  return {
    ...newContact(random.uuid(), host, "booking", createdAt),
    name: booker.name,
    emails: [{ email: booker.email, is_primary: true }],
    phoneNumbers: random.chance(0.5) ? [`+1312555${String(100 + at).padStart(4, "0")}`] : [],
    timezone: booker.timeZone,
    job_title: booker.role === "realtor" ? "Realtor" : null,
    company: random.pick(companies),
    city: booker.timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? null,
    customFields,
  };
}

/** One host's address book: everybody who books, a List of some of them, a View of the newest, and two notes. */
function seedBook(state: State, host: User, bookers: readonly Booker[], fields: Fields, seeding: Seeding): void {
  const { store } = state;
  const { random, stamp, today } = seeding;
  const { id: ownerId, organizationId } = host;
  const createdAt = stamp(today - 40 * day + 9 * hour);
  const list = { id: random.uuid(), ownerId, organizationId, createdAt, updatedAt: createdAt };
  store.contactLists.put({ ...list, name: "Spring circle", view: null });
  const newest = { id: random.uuid(), name: "New this month", view: { fields: {}, createdWithinDays: 30 } };
  store.contactLists.put({ ...list, ...newest, createdAt: stamp(today - 39 * day + 9 * hour) });
  bookers.forEach((booker, at) => {
    const contact = contactOf(host, booker, at, fields, seeding);
    store.contacts.put(at % 3 === 0 ? { ...contact, listIds: [list.id] } : contact);
    const [title, body] = notes[at] ?? [];
    if (body === undefined) return;
    const writtenAt = stamp(today - (3 + at) * day + 15 * hour);
    const note = { id: random.uuid(), authorId: ownerId, contactId: contact.id, title: title ?? null, body };
    store.notes.put({ ...note, remindAt: null, createdAt: writtenAt, updatedAt: writtenAt });
  });
}

/** The address books of these hosts, and the organization's fields. Nothing is announced. */
export function seedContacts(state: State, hosts: readonly User[], bookers: readonly Booker[], seeding: Seeding): void {
  if (hosts.length === 0) return;
  const fields = seedFields(state, seeding, hosts);
  for (const host of hosts) seedBook(state, host, bookers, fields, seeding);
}
