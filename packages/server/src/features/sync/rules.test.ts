import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { InviteeSnapshot, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import { announcementOf, countInvitees, mergeInvitee, mergeSession, revisionOf, sameSnapshot } from "./rules.ts";

const at = (seconds: number) => Temporal.Instant.from("2026-11-21T12:00:00.123456Z").add({ seconds });

function session(over: Partial<SessionSnapshot> = {}): SessionSnapshot {
  return {
    uri: "https://api.calendly.com/scheduled_events/e1",
    eventTypeUri: "https://api.calendly.com/event_types/t1",
    name: "Coaching",
    status: "active",
    startAt: at(3600),
    endAt: at(7200),
    location: null,
    guests: [],
    inviteesTotal: 1,
    inviteesActive: 1,
    inviteesLimit: 1,
    cancellation: null,
    calendlyCreatedAt: at(0),
    calendlyUpdatedAt: at(0),
    ...over,
  };
}

function invitee(over: Partial<InviteeSnapshot> = {}): InviteeSnapshot {
  return {
    uri: "https://api.calendly.com/scheduled_events/e1/invitees/i1",
    email: "jordan@realty.example",
    name: "Jordan Blake",
    timeZone: "America/Chicago",
    status: "active",
    questionsAndAnswers: [],
    cancellation: null,
    rescheduled: false,
    oldInviteeUri: null,
    newInviteeUri: null,
    noShowUri: null,
    noShowAt: null,
    noShowKnownAt: at(0),
    cancelUrl: null,
    rescheduleUrl: null,
    calendlyCreatedAt: at(0),
    calendlyUpdatedAt: at(0),
    ...over,
  };
}

const cancellation = { canceledBy: "Maya", by: "host", reason: "Ill", at: "2026-11-21T12:00:09Z" } as const;
const seconds = fc.integer({ min: 0, max: 5 });
const statuses = fc.constantFrom("active" as const, "canceled" as const);

const sessions = fc
  .record({
    status: statuses,
    calendlyUpdatedAt: seconds.map(at),
    name: fc.constantFrom("Coaching", "Check-in"),
    location: fc.constantFrom(null, { kind: "zoom", detail: null, joinUrl: "https://zoom.example/1" }),
    inviteesTotal: fc.integer({ min: 1, max: 4 }),
    inviteesActive: fc.integer({ min: 0, max: 4 }),
  })
  .map(session);

const invitees = fc
  .record({
    status: statuses,
    calendlyUpdatedAt: seconds.map(at),
    name: fc.constantFrom("Jordan", "J. Blake"),
    rescheduled: fc.boolean(),
    newInviteeUri: fc.constantFrom(null, "https://api.calendly.com/scheduled_events/e2/invitees/i2"),
    noShowUri: fc.constantFrom(null, "https://api.calendly.com/invitee_no_shows/n1"),
    noShowKnownAt: seconds.map(at),
  })
  .map((over) => invitee({ ...over, noShowAt: over.noShowUri === null ? null : at(1) }));

function fold<T>(merge: (known: T | null, seen: T) => T, seen: readonly T[]): T | null {
  return seen.reduce<T | null>(merge, null);
}

describe("the mirror depends on what was observed, not on when it arrived", () => {
  const shuffledTwice = <T>(list: readonly T[]) =>
    fc.tuple(
      fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length }),
      fc.shuffledSubarray([...list], { minLength: 0, maxLength: list.length }),
    );

  test("sessions: any order, any repeats, one result", () => {
    const history = fc.array(sessions, { minLength: 1, maxLength: 6 });
    const cases = history.chain((list) => fc.tuple(fc.constant(list), shuffledTwice(list)));
    fc.assert(
      fc.property(cases, ([list, [order, again]]) => {
        expect(sameSnapshot(fold(mergeSession, [...order, ...again]), fold(mergeSession, list) ?? session())).toBe(
          true,
        );
      }),
    );
  });

  test("invitees: any order, any repeats, one result", () => {
    const history = fc.array(invitees, { minLength: 1, maxLength: 6 });
    const cases = history.chain((list) => fc.tuple(fc.constant(list), shuffledTwice(list)));
    fc.assert(
      fc.property(cases, ([list, [order, again]]) => {
        expect(fold(mergeInvitee, [...order, ...again])).toEqual(fold(mergeInvitee, list));
      }),
    );
  });
});

describe("what wins", () => {
  test("a canceled session is not reopened by a booking that is delivered late", () => {
    const canceled = session({ status: "canceled", cancellation, calendlyUpdatedAt: at(9) });
    expect(mergeSession(canceled, session()).status).toBe("canceled");
    expect(mergeSession(session(), canceled).cancellation).toEqual(cancellation);
  });

  test("a newer observation wins over an older one, to the microsecond", () => {
    const newer = session({ name: "New name", calendlyUpdatedAt: at(0).add({ microseconds: 1 }) });
    expect(mergeSession(newer, session()).name).toBe("New name");
    expect(mergeSession(session(), newer).name).toBe("New name");
  });

  test("a conference link that came without a newer updated_at is kept", () => {
    const pushed = session({ location: { kind: "zoom", detail: null, joinUrl: "https://zoom.example/1" } });
    const processing = session({ location: { kind: "zoom", detail: null, joinUrl: null } });
    expect(mergeSession(pushed, processing).location?.joinUrl).toBe("https://zoom.example/1");
    expect(mergeSession(processing, pushed).location?.joinUrl).toBe("https://zoom.example/1");
  });

  test("a revoked no-show is not brought back by the marking that is delivered late", () => {
    const marked = invitee({ noShowUri: "n1", noShowAt: at(10), noShowKnownAt: at(10) });
    const revoked = invitee({ noShowKnownAt: at(20) });
    expect(mergeInvitee(revoked, marked).noShowUri).toBeNull();
    expect(mergeInvitee(marked, revoked).noShowUri).toBeNull();
  });

  test("marked, revoked and marked again is marked", () => {
    const marks = [
      invitee({ noShowUri: "n1", noShowAt: at(10), noShowKnownAt: at(10) }),
      invitee({ noShowKnownAt: at(20) }),
      invitee({ noShowUri: "n2", noShowAt: at(30), noShowKnownAt: at(30) }),
    ];
    expect(fold(mergeInvitee, marks.toReversed())?.noShowUri).toBe("n2");
  });
});

describe("counting", () => {
  test("the counters come from the invitees once all of them are known", () => {
    const counted = countInvitees(session({ inviteesTotal: 2, inviteesActive: 2 }), [
      { status: "active" },
      { status: "canceled" },
    ]);
    expect([counted.inviteesTotal, counted.inviteesActive]).toEqual([2, 1]);
  });

  test("until then Calendly's own counters stand", () => {
    const counted = countInvitees(session({ inviteesTotal: 3, inviteesActive: 2 }), [{ status: "active" }]);
    expect([counted.inviteesTotal, counted.inviteesActive]).toEqual([3, 2]);
  });

  test("the revision grows with each booking and each cancellation, from 0", () => {
    expect(revisionOf([{ status: "active" }])).toBe(0);
    expect(revisionOf([{ status: "canceled" }])).toBe(1);
    expect(revisionOf([{ status: "canceled" }, { status: "active" }])).toBe(2);
  });
});

describe("news", () => {
  test("a booking is news once", () => {
    expect(announcementOf(null, invitee())?.kind).toBe("booked");
    expect(announcementOf(invitee(), invitee({ name: "J. Blake" }))).toBeNull();
  });

  test("a cancellation is news once, also to somebody first met as canceled", () => {
    const canceled = invitee({ status: "canceled", cancellation });
    expect(announcementOf(invitee(), canceled)?.kind).toBe("canceled");
    expect(announcementOf(null, canceled)?.kind).toBe("canceled");
    expect(announcementOf(canceled, canceled)).toBeNull();
  });
});
