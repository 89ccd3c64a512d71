import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { historyOf, permissionsOf } from "./rules.ts";
import type { ChainRecord } from "./types.ts";

const at = (hour: number) => Temporal.Instant.from(`2026-11-21T${String(hour).padStart(2, "0")}:00:00Z`);

function booking(order: number, over: Partial<ChainRecord> = {}): ChainRecord {
  return {
    uri: `i${order}`,
    sessionId: `ses_${order}`,
    startAt: at(10 + order),
    name: "Jordan Blake",
    chainUri: "i0",
    chainMoves: order,
    rescheduled: false,
    cancellation: null,
    noShowAt: null,
    calendlyCreatedAt: at(order),
    ...over,
  };
}

const movedBy = (canceledBy: string, reason: string | null, hour: number) => ({
  rescheduled: true,
  cancellation: { canceledBy, by: "invitee", reason, at: at(hour).toString() } as const,
});
const time = (order: number) => ({ sessionId: `ses_${order}`, startAt: at(10 + order).toString() });
const none = { cancellation: null, goneAt: null };

describe("the history of a session", () => {
  test("tells every move of its chain, seen from whichever of its sessions", () => {
    const chain = [
      booking(0, movedBy("Jordan Blake", "A showing", 1)),
      booking(1, movedBy("Maya Okafor", null, 2)),
      booking(2, { noShowAt: at(13) }),
    ];
    const told = historyOf({ id: "ses_1", ...none }, chain);
    expect(told.map(({ what, who, reason, from, to }) => [what, who, reason, from, to])).toEqual([
      ["booked", "Jordan Blake", null, null, time(0)],
      ["moved", "Jordan Blake", "A showing", time(0), time(1)],
      ["moved", "Maya Okafor", null, time(1), time(2)],
      ["no_show", "Jordan Blake", null, null, null],
    ]);
    expect(historyOf({ id: "ses_2", ...none }, chain)).toEqual(told);
  });

  test("says of a time that is not known here that it was another, before or after", () => {
    expect(historyOf({ id: "ses_1", ...none }, [booking(1, movedBy("Jordan Blake", null, 2))])).toMatchObject([
      { what: "moved", who: null, from: null, to: time(1) },
      { what: "moved", who: "Jordan Blake", from: time(1), to: null },
    ]);
  });

  test("does not mix the chains of two invitees, and tells a host's cancellation once", () => {
    const cancellation = { canceledBy: "Maya Okafor", by: "host", reason: "Ill", at: at(5).toString() } as const;
    const two = [booking(0, { cancellation }), booking(0, { uri: "j0", chainUri: "j0", name: "Priya Nair" })];
    const told = historyOf({ id: "ses_0", cancellation, goneAt: at(9) }, two);
    expect(told.map(({ what }) => what)).toEqual(["booked", "booked", "canceled", "gone"]);
  });
});

test("nothing can be done with a session that Calendly has deleted", () => {
  const session = { status: "active", startAt: at(10), endAt: at(11), goneAt: at(9) } as const;
  const { cancel } = permissionsOf({ role: "coach" }, session, at(8));
  expect(cancel).toEqual({ allowed: false, why: expect.stringContaining("Calendly has deleted") });
});
