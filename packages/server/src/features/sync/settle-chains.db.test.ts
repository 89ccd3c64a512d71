import { asc } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { invitees } from "../../platform/database/schema.ts";
import { type BookingStage, createBookingStage } from "../../testing/booking-stage.ts";
import { booked, canceled } from "../../testing/calendly-history.ts";

let stage: BookingStage;
beforeEach(async () => {
  stage = await createBookingStage();
});
afterEach(() => stage.server.close());

/** Every one of the history at least once, in any order. */
function orders(history: readonly SessionChange[]): fc.Arbitrary<SessionChange[]> {
  const all = fc.shuffledSubarray([...history], { minLength: history.length, maxLength: history.length });
  return fc.tuple(all, fc.shuffledSubarray([...history])).map(([order, again]) => [...order, ...again]);
}

describe("a reschedule", () => {
  test("ties both halves together, whichever is delivered first and even when only one names the other", async () => {
    const old = booked(stage.story);
    const newUri = stage.uri("/scheduled_events/e2/invitees/i2");
    const next = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
    const arrived = booked({ ...stage.story, ...next, movedFrom: old.invitees[0]?.uri ?? "" });
    const left = canceled(old, { at: "2026-11-21T11:00:00Z", movedTo: newUri });
    for (const order of [
      [old, left, arrived],
      [arrived, left],
      [left, arrived],
      [left, { ...arrived, invitees: arrived.invitees.map((invitee) => ({ ...invitee, oldInviteeUri: null })) }],
      [arrived, { ...left, invitees: left.invitees.map((invitee) => ({ ...invitee, newInviteeUri: null })) }],
    ]) {
      await stage.clear();
      for (const change of order) await stage.apply(change);
      const rows = await stage.server.context.database.select().from(invitees).orderBy(asc(invitees.uri));
      expect(rows).toMatchObject([
        { status: "canceled", rescheduled: true, newInviteeUri: newUri },
        { status: "active", rescheduled: false, oldInviteeUri: old.invitees[0]?.uri },
      ]);
    }
  });
});

describe("a chain of reschedules", () => {
  const link = (name: string, movedFrom: string | null, movedTo: string | null): SessionChange => {
    const order = Number(name.slice(1));
    const change = booked({
      ...stage.story,
      session: name,
      invitee: `i${order}`,
      startAt: `2026-11-2${order + 2}T15:00:00Z`,
      bookedAt: `2026-11-21T1${order}:00:00Z`,
      ...(movedFrom === null ? {} : { movedFrom }),
    });
    return movedTo === null ? change : canceled(change, { at: `2026-11-21T1${order + 1}:00:00Z`, movedTo });
  };
  const at = (order: number) => stage.uri(`/scheduled_events/e${order}/invitees/i${order}`);
  const chains = async () =>
    (await stage.server.context.database.select().from(invitees).orderBy(asc(invitees.uri))).map(
      ({ chainUri, chainMoves }) => [chainUri, chainMoves],
    );

  test("has one URI, that of the first, in whatever order its bookings come, the middle last too", {
    timeout: 60_000,
  }, async () => {
    const history = [
      link("e1", null, at(2)),
      link("e2", at(1), at(3)),
      link("e3", at(2), at(4)),
      link("e4", at(3), null),
    ];
    await fc.assert(
      fc.asyncProperty(orders(history), async (order) => {
        await stage.clear();
        for (const change of order) await stage.apply(change);
        expect(await chains()).toEqual([0, 1, 2, 3].map((moves) => [at(1), moves]));
      }),
      { numRuns: 12 },
    );
  });

  test("begins with the first that is known, though only its URI is", async () => {
    await stage.apply(link("e3", at(2), null));
    expect(await chains()).toEqual([[at(2), 1]]);
  });

  test("whose history goes in a circle comes to an end", async () => {
    await stage.apply(link("e1", at(2), at(2)));
    await stage.apply(link("e2", at(1), at(1)));
    expect(await chains()).toEqual([
      [at(1), 0],
      [at(1), 0],
    ]);
  });
});

test("the two halves of a reschedule, applied at the same moment, both arrive", async () => {
  const old = booked(stage.story);
  const next = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
  const arrived = booked({ ...stage.story, ...next, movedFrom: old.invitees[0]?.uri ?? "" });
  const left = canceled(old, { at: "2026-11-21T11:00:00Z", movedTo: arrived.invitees[0]?.uri ?? "" });
  await Promise.all([
    stage.apply(arrived),
    stage.apply(left),
    stage.apply(old),
    stage.apply(arrived),
    stage.apply(left),
  ]);
  const rows = await stage.server.context.database.select().from(invitees).orderBy(asc(invitees.uri));
  expect(rows.map((row) => [row.status, row.newInviteeUri, row.oldInviteeUri])).toEqual([
    ["canceled", arrived.invitees[0]?.uri, null],
    ["active", null, old.invitees[0]?.uri],
  ]);
});
