import type { Random } from "../../scenario/random.ts";
import type { State } from "../../state.ts";
import { observeHolidays } from "../../world/holidays.ts";
import { newEventType } from "../../world/new-event-type.ts";
import { defaultScheduleOf } from "../../world/schedules.ts";
import type { EventType, User } from "../../world/types.ts";

const day = 86_400_000;

interface Seeding {
  readonly random: Random;
  /** Milliseconds as a record's time. */
  readonly stamp: (at: number) => string;
  /** Midnight UTC of the sandbox's day, in milliseconds. */
  readonly today: number;
}

type Sketch = Pick<EventType, "name" | "slug" | "durationMinutes"> & Partial<EventType>;

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The fourth Thursday of November, and the days that every year has on the same date. */
function holidaysOf(year: number): readonly { readonly date: string; readonly name: string }[] {
  const november = new Date(Date.UTC(year, 10, 1)).getUTCDay();
  const thanksgiving = 22 + ((4 - november + 7) % 7);
  return [
    { date: `${year}-01-01`, name: "New Year's Day" },
    { date: `${year}-07-04`, name: "Independence Day" },
    { date: `${year}-11-${thanksgiving}`, name: "Thanksgiving" },
    { date: `${year}-12-25`, name: "Christmas Day" },
  ];
}

/**
 * What the teams of a scenario offer together (a round robin, a collective type, one with pools), a one-off type, and a
 * host who keeps holidays. `byTeam` is the slug of the team, `holidayKeeper` that of the host.
 */
export function seedOffering(
  state: State,
  sketch: { readonly byTeam: string; readonly holidayKeeper: string },
  { random, stamp, today }: Seeding,
): void {
  const { store } = state;
  const team = store.teams.first({ where: { slug: sketch.byTeam } });
  const owner = team === null ? null : store.users.get(team.memberIds[0] ?? "");
  if (team === null || owner === null) return;
  const createdAt = stamp(today - 120 * day);
  const put = (from: User, position: number, more: Sketch) =>
    store.eventTypes.put(
      newEventType({
        id: random.uuid(),
        ownerId: from.id,
        organizationId: from.organizationId,
        scheduleId: defaultScheduleOf(state, from.id)?.id ?? "",
        position,
        createdAt,
        updatedAt: createdAt,
        ...more,
      }),
    );
  const shared = { teamId: team.id, hostIds: team.memberIds, locations: [{ kind: "zoom_conference" }] } as const;
  put(owner, 0, {
    ...shared,
    name: "First available coach",
    slug: "first-available-coach",
    durationMinutes: 30,
    poolingType: "round_robin",
    description: "Whoever of the team is free takes the call.",
  });
  put(owner, 1, {
    ...shared,
    name: "Two coaches, one listing",
    slug: "two-coaches-one-listing",
    durationMinutes: 60,
    poolingType: "collective",
    description: "The whole team looks at one listing of yours.",
  });
  put(owner, 2, {
    ...shared,
    name: "Matched coach",
    slug: "matched-coach",
    durationMinutes: 45,
    poolingType: "multi_pool",
    adminManaged: true,
    description: "One coach of each pool; readable only, as Calendly does not say how pools are combined.",
  });
  put(owner, 0, {
    name: "Call about the harbour listing",
    slug: "call-about-the-harbour-listing",
    durationMinutes: 25,
    type: "AdhocEventType",
    secret: true,
    minimumNoticeMinutes: 0,
    range: { kind: "indefinite" },
    locations: [{ kind: "outbound_call" }],
    oneOff: {
      code: "harb-our-2nd",
      timeZone: owner.timeZone,
      dateSetting: { type: "date_range", startDate: dateOf(today), endDate: dateOf(today + 45 * day) },
    },
  });
  const keeper = store.users.first({ where: { slug: sketch.holidayKeeper } });
  const year = new Date(today).getUTCFullYear();
  if (keeper !== null) {
    observeHolidays(state, {
      userId: keeper.id,
      country: "US",
      holidays: [...holidaysOf(year), ...holidaysOf(year + 1)],
    });
  }
}
