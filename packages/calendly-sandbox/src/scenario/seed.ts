import { allScopes } from "@punctual/calendly";
import { seedApps } from "../oauth/seed-apps.ts";
import { seedHosting } from "../resources/availability/seed-hosting.ts";
import { seedOffering } from "../resources/event-types/seed-offering.ts";
import { seedOrganization } from "../resources/organizations/seed-organization.ts";
import type { State } from "../state.ts";
import { newEventType } from "../world/new-event-type.ts";
import type { EventType, User } from "../world/records.ts";
import { seedBookings } from "./bookings.ts";
import { createRandom, type Random } from "./random.ts";
import { type ScenarioName, scenarioOf } from "./scenarios.ts";
import { seedRelations } from "./seed-relations.ts";
import { seedTaken } from "./seed-taken.ts";
import type { CalendlyPerson, EventTypeSketch, Scenario, Span } from "./types.ts";

const day = 86_400_000;

/** Milliseconds as a record's time, with microseconds that no two records share. */
export function createStamps(): (at: number) => string {
  let micros = 0;
  return (at) => {
    micros = (micros + 137) % 1000;
    return `${new Date(at).toISOString().slice(0, -1)}${String(micros).padStart(3, "0")}Z`;
  };
}

function seedEventType(
  sketch: EventTypeSketch,
  owner: User,
  scheduleId: string,
  position: number,
  random: Random,
  stamp: string,
): EventType {
  const seats = sketch.seats ?? 1;
  return newEventType({
    id: random.uuid(),
    ownerId: owner.id,
    organizationId: owner.organizationId,
    name: sketch.name,
    slug: sketch.slug,
    active: sketch.active ?? true,
    secret: sketch.secret ?? false,
    kind: seats > 1 ? "group" : "solo",
    seats,
    durationMinutes: sketch.durationMinutes,
    color: sketch.color,
    description: sketch.description,
    locations: sketch.locations,
    questions: sketch.questions ?? [],
    position,
    scheduleId,
    minimumNoticeMinutes: 120,
    createdAt: stamp,
    updatedAt: stamp,
    ...sketch.settings,
  });
}

function seedPerson(
  state: State,
  person: CalendlyPerson,
  organizationId: string,
  random: Random,
  stamp: (at: number) => string,
  joinedAt: number,
): void {
  const { store } = state;
  const created = stamp(joinedAt);
  const user: User = {
    id: random.uuid(),
    membershipId: random.uuid(),
    organizationId,
    role: person.calendlyRole,
    name: person.name,
    slug: person.slug,
    email: person.email,
    timeZone: person.timeZone,
    timeNotation: "12h",
    locale: "en",
    avatarUrl: null,
    createdAt: created,
    updatedAt: created,
  };
  store.users.put(user);
  const scheduleId = random.uuid();
  store.schedules.put({
    id: scheduleId,
    userId: user.id,
    name: "Working hours",
    isDefault: true,
    timeZone: person.timeZone,
    rules: person.rules,
  });
  store.tokens.put({
    token: person.personalToken,
    kind: "personal",
    userId: user.id,
    clientId: null,
    grantId: null,
    scopes: allScopes,
    issuedAt: joinedAt,
    expiresAt: null,
    revoked: false,
  });
  person.eventTypes.forEach((sketch, position) => {
    const at = stamp(joinedAt + (position + 1) * 3_600_000);
    const ownSchedule = sketch.rules === undefined ? null : random.uuid();
    if (ownSchedule !== null && sketch.rules !== undefined) {
      store.schedules.put({
        id: ownSchedule,
        userId: user.id,
        name: `Hours of ${sketch.name}`,
        isDefault: false,
        timeZone: person.timeZone,
        rules: sketch.rules,
      });
    }
    store.eventTypes.put(seedEventType(sketch, user, ownSchedule ?? scheduleId, position, random, at));
  });
}

/**
 * Fills an empty store with a scenario. The same seed on the same day of the sandbox's clock gives the same state, ids
 * included; `span` takes the place of the scenario's own. Throws `SandboxTrouble` for an unknown scenario.
 */
export function seedScenario(state: State, name: ScenarioName, seed: number, span: Span | null = null): void {
  const scenario: Scenario = { ...scenarioOf(name), ...span };
  const { store, clock } = state;
  const random = createRandom(seed, state.settings.seededIds);
  const stamp = createStamps();
  const today = Math.floor(clock.now() / day) * day;
  store.transaction(() => {
    store.bulkLoad(() => {
      const foundedAt = today - 400 * day + 9 * 3_600_000;
      const organizationId = random.uuid();
      const created = stamp(foundedAt);
      store.organizations.put({ ...scenario.organization, id: organizationId, createdAt: created, updatedAt: created });
      seedApps(store);
      scenario.people.forEach((person, at) => {
        seedPerson(state, person, organizationId, random, stamp, foundedAt + at * 11 * day);
      });
      seedTaken(state, scenario, { random, stamp, today });
      seedBookings(state, scenario, { random, stamp, today });
      if (scenario.arrangement !== undefined) seedOrganization(state, scenario.arrangement, { random, stamp, today });
      seedOffering(state, { byTeam: "northside-evening-team", holidayKeeper: "tom-reyes" }, { random, stamp, today });
      seedHosting(state, scenario, { random, stamp, today });
    });
    // Behind the bulk: what it looks up among two hundred thousand sessions needs their indexes.
    seedRelations(state, scenario, { random, stamp, today });
    store.setMeta("scenario", name);
    store.setMeta("seed", String(seed));
    if (span !== null) store.setMeta("span", JSON.stringify(span));
  });
}
