import { seedContacts } from "../resources/contacts/seed-contacts.ts";
import { seedRecaps } from "../resources/meeting-recaps/seed-recaps.ts";
import { seedRoutingForms } from "../resources/routing-forms/seed-routing-forms.ts";
import type { State } from "../state.ts";
import { hasNotetaker, hasRouting } from "../world/plan.ts";
import type { Seeding } from "./seed-session.ts";
import type { Scenario } from "./types.ts";

/** Hosts with an address book of their own: enough to try everything, and no more than a thousand coaches can bear. */
const mostBooks = 12;
const notetakers = 4;

/** What hosts know of the people they meet: contacts, recaps of meetings, and the form by which people come. */
export function seedRelations(state: State, scenario: Scenario, seeding: Seeding): void {
  const { store } = state;
  const [organization] = store.organizations.list();
  const hosting = store.users
    .list({ order: { by: "created", direction: "asc" }, limit: mostBooks })
    .map((host) => ({
      host,
      eventTypes: store.eventTypes.list({
        where: { owner: host.id, active: 1 },
        order: { by: "position", direction: "asc" },
      }),
    }))
    .filter(({ eventTypes }) => eventTypes.length > 0);
  const hosts = hosting.map(({ host }) => host);
  seedContacts(state, hosts, scenario.bookers, seeding);
  if (organization === undefined) return;
  if (hasNotetaker(organization)) seedRecaps(state, hosts.slice(0, notetakers), seeding);
  if (hasRouting(organization)) seedRoutingForms(state, hosting[0]?.eventTypes ?? [], scenario.bookers, seeding);
}
