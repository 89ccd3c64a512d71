import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type {
  InviteeSnapshot,
  RoutingSubmissionSnapshot,
  SessionSnapshot,
} from "../../platform/calendly/session-snapshot.ts";
import { erasedName } from "../../platform/calendly/translate-invitee.ts";
import {
  announcementOf,
  countInvitees,
  eraseInvitee,
  identicalSnapshot,
  isNewsworthy,
  mergeInvitee,
  mergeSession,
  mergeSubmission,
  revisionOf,
} from "./rules.ts";

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
    hosts: [{ userUri: "https://api.calendly.com/users/maya", email: null, name: "Maya Okafor" }],
    meetingNotes: null,
    calendarEntry: null,
    inviteesTotal: 1,
    inviteesActive: 1,
    inviteesLimit: 1,
    cancellation: null,
    calendlyCreatedAt: at(0),
    calendlyUpdatedAt: at(0),
    observedAt: over.calendlyUpdatedAt ?? at(0),
    lastTold: {},
    ...over,
  };
}

function invitee(over: Partial<InviteeSnapshot> = {}): InviteeSnapshot {
  return {
    uri: "https://api.calendly.com/scheduled_events/e1/invitees/i1",
    email: "jordan@realty.example",
    name: "Jordan Blake",
    firstName: null,
    lastName: null,
    timeZone: "America/Chicago",
    textReminderNumber: null,
    status: "active",
    questionsAndAnswers: [],
    cancellation: null,
    tracking: {},
    payment: null,
    reconfirmation: null,
    routingSubmissionUri: null,
    scheduledByUri: null,
    schedulingMethod: null,
    rescheduled: false,
    oldInviteeUri: null,
    newInviteeUri: null,
    noShowUri: null,
    noShowAt: null,
    noShowKnownAt: at(0),
    cancelUrl: null,
    rescheduleUrl: null,
    erasedAt: null,
    calendlyCreatedAt: at(0),
    calendlyUpdatedAt: at(0),
    observedAt: over.calendlyUpdatedAt ?? at(0),
    lastTold: {},
    ...over,
  };
}

const cancellation = { canceledBy: "Maya", by: "host", reason: "Ill", at: "2026-11-21T12:00:09Z" } as const;
const told = { canceledBy: "Jordan", by: "invitee", reason: null, at: "2026-11-21T12:00:09Z" } as const;
const seconds = fc.integer({ min: 0, max: 3 });
const statuses = fc.constantFrom("active" as const, "canceled" as const);
/** Fields that an observation did not carry. */
const untold = (...fields: readonly string[]) =>
  fc.subarray([...fields]).map((names) => Object.fromEntries(names.map((name) => [name, ""])));

const sessions = fc
  .record({
    status: statuses,
    calendlyUpdatedAt: seconds.map(at),
    observedAt: seconds.map(at),
    name: fc.constantFrom("Coaching", "Check-in"),
    location: fc.constantFrom(
      null,
      { kind: "zoom", detail: null, joinUrl: null },
      { kind: "zoom", detail: null, joinUrl: "https://zoom.example/1" },
    ),
    guests: fc.constantFrom([], ["sam@realty.example"]),
    meetingNotes: fc.constantFrom(null, "Bring the comps", "Bring nothing"),
    calendarEntry: fc.constantFrom(null, { kind: "google", externalId: "g1" }, { kind: "google", externalId: "g2" }),
    cancellation: fc.constantFrom(null, cancellation, told),
    inviteesTotal: fc.integer({ min: 0, max: 4 }),
    inviteesActive: fc.integer({ min: 0, max: 4 }),
    lastTold: untold("name", "location", "guests", "meetingNotes", "calendarEntry", "cancellation"),
  })
  .map(session);

const invitees = fc
  .record({
    status: statuses,
    calendlyUpdatedAt: seconds.map(at),
    observedAt: seconds.map(at),
    name: fc.constantFrom("Jordan", "J. Blake"),
    cancellation: fc.constantFrom(null, cancellation, told),
    tracking: fc.constantFrom({}, { utm_source: "newsletter" }),
    rescheduled: fc.boolean(),
    oldInviteeUri: fc.constantFrom(null, "https://api.calendly.com/scheduled_events/e0/invitees/i0"),
    newInviteeUri: fc.constantFrom(null, "https://api.calendly.com/scheduled_events/e2/invitees/i2"),
    noShowUri: fc.constantFrom(null, "https://api.calendly.com/invitee_no_shows/n1"),
    noShowKnownAt: fc.oneof(fc.constant(null), seconds.map(at)),
    lastTold: untold("name", "cancellation", "tracking"),
    erased: fc.boolean(),
  })
  .map(({ erased, ...over }) => {
    const seen = invitee({ ...over, noShowAt: over.noShowUri === null ? null : at(1) });
    return erased ? eraseInvitee(seen, seen.calendlyUpdatedAt) : seen;
  });

const submissions = fc
  .record({
    calendlyUpdatedAt: seconds.map(at),
    inviteeUri: fc.constantFrom(null, "https://api.calendly.com/scheduled_events/e1/invitees/i1"),
    tracking: fc.constantFrom({}, { utm_source: "newsletter" }),
  })
  .map(
    (over): RoutingSubmissionSnapshot => ({
      uri: "https://api.calendly.com/routing_form_submissions/s1",
      formUri: "https://api.calendly.com/routing_forms/f1",
      subscriberUri: null,
      answers: [],
      result: null,
      calendlyCreatedAt: at(0),
      ...over,
    }),
  );

describe("the mirror depends on what was observed, not on when it arrived", () => {
  /** Checks that `merge` is a join, so that a history may come in any order and as often as it likes. */
  function joins<T>(seen: fc.Arbitrary<T>, merge: (known: T | null, seen: T) => T, same: (a: T, b: T) => boolean) {
    fc.assert(
      fc.property(seen, seen, seen, (a, b, c) => {
        expect(same(merge(a, b), merge(b, a)), "in either order").toBe(true);
        expect(same(merge(merge(a, b), c), merge(a, merge(b, c))), "in any grouping").toBe(true);
        expect(same(merge(merge(a, b), a), merge(a, b)), "again").toBe(true);
      }),
      { numRuns: 1_000 },
    );
  }

  test("sessions, to the last field", () => joins(sessions, mergeSession, identicalSnapshot));

  test("invitees, to the last field", () => joins(invitees, mergeInvitee, identicalSnapshot));

  test("answers to routing forms", () =>
    joins(submissions, mergeSubmission, (a, b) => JSON.stringify(a) === JSON.stringify(b)));
});

describe("what an observation does not carry", () => {
  const read = session({ calendarEntry: { kind: "google", externalId: "g1" }, observedAt: at(1) });
  const webhook = session({ name: "New name", calendlyUpdatedAt: at(5), lastTold: { calendarEntry: "" } });

  test("stays as another told it, whichever came first", () => {
    for (const merged of [mergeSession(read, webhook), mergeSession(webhook, read)]) {
      expect(merged).toMatchObject({ name: "New name", calendarEntry: { externalId: "g1" } });
    }
  });

  test("is not brought back by one that is older than who told it last", () => {
    const later = session({ calendarEntry: null, calendlyUpdatedAt: at(3) });
    for (const order of [
      [read, webhook, later],
      [later, webhook, read],
      [webhook, later, read],
    ]) {
      expect(fold(mergeSession, order)?.calendarEntry).toBeNull();
    }
  });
});

function fold<T>(merge: (known: T | null, seen: T) => T, seen: readonly T[]): T | null {
  return seen.reduce<T | null>(merge, null);
}

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

  test("of the same version the later look wins, so that what changes without a trace can be put right", () => {
    const renamed = session({ hosts: [{ userUri: "u", email: null, name: "Maya O." }], observedAt: at(60) });
    expect(mergeSession(renamed, session()).hosts[0]?.name).toBe("Maya O.");
    expect(mergeSession(session(), renamed).hosts[0]?.name).toBe("Maya O.");
  });

  test("of the same moment a conference with its link wins over one without", () => {
    const pushed = session({ location: { kind: "zoom", detail: null, joinUrl: "https://zoom.example/1" } });
    const processing = session({ location: { kind: "zoom", detail: null, joinUrl: null } });
    expect(mergeSession(pushed, processing).location?.joinUrl).toBe("https://zoom.example/1");
    expect(mergeSession(processing, pushed).location?.joinUrl).toBe("https://zoom.example/1");
  });

  test("of two cancellations of one second, Calendly's own order decides", () => {
    const byHost = session({ status: "canceled", cancellation, calendlyUpdatedAt: at(9) });
    const later = at(9).add({ microseconds: 1 });
    const byInvitee = session({ status: "canceled", cancellation: told, calendlyUpdatedAt: later });
    expect(mergeSession(byHost, byInvitee).cancellation).toEqual(told);
    expect(mergeSession(byInvitee, byHost).cancellation).toEqual(told);
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

describe("deleted data", () => {
  const known = invitee({
    name: "Jordan Blake",
    textReminderNumber: "+1 312-555-0100",
    cancellation: { ...told, reason: "My car broke down" },
    status: "canceled",
    calendlyUpdatedAt: at(9),
  });
  const erased = eraseInvitee({ ...known, calendlyUpdatedAt: at(20), observedAt: at(20) }, at(20));

  test("is not brought back by what comes late, and what stays names nobody", () => {
    for (const merged of [mergeInvitee(known, erased), mergeInvitee(erased, known), mergeInvitee(erased, invitee())]) {
      expect(JSON.stringify(merged)).not.toMatch(/jordan|0100|car broke/i);
      expect(merged).toMatchObject({ name: erasedName, status: "canceled", erasedAt: at(20) });
    }
  });

  test("covers what the observation that showed it did not carry", () => {
    const partly = eraseInvitee({ ...known, calendlyUpdatedAt: at(20), lastTold: { textReminderNumber: "" } }, at(20));
    expect(mergeInvitee(known, partly).textReminderNumber).toBeNull();
  });

  test("is news to nobody", () => {
    expect(isNewsworthy(erased, true)).toBe(false);
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

  test("of a canceled session nobody comes, though the others' cancellations are still under way", () => {
    const canceled = session({ status: "canceled", inviteesTotal: 2, inviteesActive: 0 });
    expect(countInvitees(canceled, [{ status: "canceled" }, { status: "active" }]).inviteesActive).toBe(0);
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
