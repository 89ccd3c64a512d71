import {
  type Drift,
  endpoints,
  eventTypeSchema,
  inviteeSchema,
  readTolerantly,
  scheduledEventSchema,
  userSchema,
} from "@punctual/calendly";
import deliveries from "@punctual/calendly/fixtures/deliveries.json" with { type: "json" };
import eventType from "@punctual/calendly/fixtures/event-type.json" with { type: "json" };
import invitee from "@punctual/calendly/fixtures/invitee.json" with { type: "json" };
import scheduledEvent from "@punctual/calendly/fixtures/scheduled-event.json" with { type: "json" };
import user from "@punctual/calendly/fixtures/user.json" with { type: "json" };
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type DeliveryMeaning, readDelivery } from "./read-delivery.ts";
import type { InviteeSnapshot, SessionSnapshot } from "./session-snapshot.ts";
import { toAccount } from "./translate-account.ts";
import { toEventTypeReading } from "./translate-event-type.ts";
import { translateReading } from "./translate-session.ts";

const origins = { apiUrl: "https://api.calendly.com", bookingUrl: "https://calendly.com" };
const readAt = Temporal.Instant.from("2026-11-21T12:00:00Z");

/** What a field may turn into. */
const damages: readonly (readonly [string, unknown])[] = [
  ["missing", undefined],
  ["null", null],
  ["text", "nonsense"],
  ["empty text", ""],
  ["number", 7.5],
  ["boolean", true],
  ["list", ["nonsense"]],
  ["object", { nonsense: true }],
];

/** Every copy of a body in which one field, at any depth, is damaged in one way. */
function* damaged(
  body: unknown,
  path = "",
): Generator<{ readonly where: string; readonly how: string; readonly body: unknown }> {
  if (typeof body !== "object" || body === null) return;
  for (const [name, value] of Object.entries(body)) {
    const where = Array.isArray(body) ? `${path}[]` : path === "" ? name : `${path}.${name}`;
    for (const [how, replacement] of damages) {
      const copy: unknown = Array.isArray(body) ? [...body] : { ...body };
      if (typeof copy !== "object" || copy === null) continue;
      if (replacement === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, name);
      else Reflect.set(copy, name, replacement);
      yield { where, how, body: copy };
    }
    for (const inner of damaged(value, where)) {
      const copy = Array.isArray(body) ? [...body] : { ...body };
      Reflect.set(copy, name, inner.body);
      yield { ...inner, body: copy };
    }
  }
}

const instant = z.instanceof(Temporal.Instant);
const text = z.string().nullable();
const calledOff = z
  .strictObject({ canceledBy: z.string(), by: z.enum(["host", "invitee"]), reason: text, at: z.iso.datetime() })
  .nullable();
const count = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const observed = {
  uri: z.url(),
  status: z.enum(["active", "canceled"]),
  cancellation: calledOff,
  calendlyCreatedAt: instant,
  calendlyUpdatedAt: instant,
  observedAt: instant,
  lastTold: z.record(z.string(), z.literal("")),
};
const answers = z.array(z.strictObject({ question: z.string(), answer: z.string(), position: count.nullable() }));
const tracking = z.record(z.string(), z.string());

/** The types of what goes into the database: what Calendly sends must never get past them. */
const sessionTypes = z.strictObject({
  ...observed,
  eventTypeUri: z.url(),
  name: z.string(),
  startAt: instant,
  endAt: instant,
  location: z.strictObject({ kind: z.string(), detail: text, joinUrl: z.url().nullable() }).nullable(),
  guests: z.array(z.string()),
  hosts: z.array(z.strictObject({ userUri: z.url(), email: text, name: text })),
  meetingNotes: text,
  calendarEntry: z.strictObject({ kind: z.string(), externalId: z.string() }).nullable(),
  inviteesTotal: count,
  inviteesActive: count,
  inviteesLimit: count,
});
const inviteeTypes = z.strictObject({
  ...observed,
  email: z.string(),
  name: z.string(),
  firstName: text,
  lastName: text,
  timeZone: text,
  textReminderNumber: text,
  questionsAndAnswers: answers,
  tracking,
  payment: z
    .strictObject({
      externalId: text,
      provider: text,
      amount: z.number().nullable(),
      currency: text,
      terms: text,
      successful: z.boolean().nullable(),
    })
    .nullable(),
  reconfirmation: z.strictObject({ createdAt: text, confirmedAt: text }).nullable(),
  routingSubmissionUri: z.url().nullable(),
  scheduledByUri: z.url().nullable(),
  schedulingMethod: text,
  rescheduled: z.boolean(),
  oldInviteeUri: z.url().nullable(),
  newInviteeUri: z.url().nullable(),
  noShowUri: z.url().nullable(),
  noShowAt: instant.nullable(),
  noShowKnownAt: instant.nullable(),
  cancelUrl: z.url().nullable(),
  rescheduleUrl: z.url().nullable(),
  erasedAt: instant.nullable(),
});
const submissionTypes = z.strictObject({
  uri: z.url(),
  formUri: z.url(),
  subscriberUri: z.url().nullable(),
  inviteeUri: z.url().nullable(),
  answers,
  tracking,
  result: z.strictObject({ kind: z.string(), value: text }).nullable(),
  calendlyCreatedAt: instant,
  calendlyUpdatedAt: instant,
});

const bytes = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));
const read = (body: unknown) => readDelivery(bytes(body), origins);

/** Fills the fields that the fixtures leave empty, so that they can be damaged too. */
const full = {
  payment: {
    external_id: "pay_1",
    provider: "stripe",
    amount: "49.90",
    currency: "USD",
    terms: null,
    successful: true,
  },
  reconfirmation: { created_at: "2026-11-20T10:00:00.000000Z", confirmed_at: null },
  no_show: { uri: "https://api.calendly.com/invitee_no_shows/n1", created_at: "2026-11-21T10:00:00.000000Z" },
  old_invitee: "https://api.calendly.com/scheduled_events/e0/invitees/i0",
};

function check(meaning: DeliveryMeaning): void {
  switch (meaning.kind) {
    case "session":
      sessionTypes.parse(meaning.change.session);
      z.array(inviteeTypes).length(1).parse(meaning.change.invitees);
      break;
    case "routing_submission":
      submissionTypes.parse(meaning.submission);
      break;
    case "event_type":
      z.url().parse(meaning.eventTypeUri);
      z.url().nullable().parse(meaning.ownerUri);
      break;
    case "malformed":
      expect(meaning.where).toMatch(/^payload\.\w/);
      break;
    case "ignored":
      break;
  }
}

/** What a payload cannot be without. */
const essentials = [
  ...["uri", "email", "status", "created_at", "updated_at"],
  ...["uri", "status", "start_time", "end_time", "event_type", "created_at", "updated_at"].map(
    (field) => `scheduled_event.${field}`,
  ),
  "scheduled_event",
];

describe("a delivery of which one field is damaged", () => {
  const shapes = ["invitee.created", "invitee.canceled", "routing_form_submission.created", "event_type.updated"];
  test.each(deliveries.filter(({ event }) => shapes.includes(event)).map((body) => [body.event, body] as const))(
    "%s never comes out of shape",
    (event, body) => {
      const payload = event.startsWith("invitee") ? { ...body.payload, ...full } : body.payload;
      check(read({ ...body, payload }));
      for (const case_ of damaged(payload)) check(read({ ...body, payload: case_.body }));
    },
  );

  const [created] = deliveries;
  const whole: Readonly<Record<string, unknown>> = { ...created?.payload, ...full };

  test("is applied, unless it cannot say what is needed: then it names the field", () => {
    for (const { where, how, body } of damaged(whole)) {
      const meaning = read({ ...created, payload: body });
      if (meaning.kind === "session") continue;
      expect(essentials, `${where} ${how}`).toContain(where);
      expect(meaning).toMatchObject({ kind: "malformed" });
      if (meaning.kind === "malformed" && where !== "scheduled_event") expect(meaning.where).toBe(`payload.${where}`);
    }
  });

  test("names every field that is needed and not there", () => {
    const payload = { ...whole, email: null, status: 7 };
    expect(read({ ...created, payload })).toEqual({ kind: "malformed", where: "payload.email, payload.status" });
  });

  test("says of each other field that it was not told, so that what is known of it stands", () => {
    const untold = (change: object) => {
      const meaning = read({ ...created, payload: { ...whole, ...change } });
      if (meaning.kind !== "session") throw new Error(meaning.kind);
      return [meaning.change.session.lastTold, meaning.change.invitees[0]?.lastTold].flatMap((told) =>
        Object.keys(told ?? {}),
      );
    };
    expect(untold({})).toEqual(["calendarEntry"]);
    expect(untold({ name: 7, tracking: "utm", questions_and_answers: null, payment: [] })).toEqual(
      expect.arrayContaining(["name", "tracking", "questionsAndAnswers", "payment"]),
    );
    const event = { ...created?.payload.scheduled_event, event_guests: null, event_memberships: [{ user: null }] };
    expect(untold({ scheduled_event: event })).toEqual(expect.arrayContaining(["guests", "hosts"]));
  });

  test("is reported by the names and types of its fields, never by their values", () => {
    const reports: (Drift & { readonly endpoint: string })[] = [];
    const payload = { ...whole, timezone: 7, no_show: { uri: "secret", created_at: "secret" } };
    readDelivery(bytes({ ...created, payload }), origins, (drift) => reports.push(drift));
    expect(reports).toEqual([
      expect.objectContaining({ endpoint: "webhook invitee.created", path: "payload.no_show.created_at" }),
      expect.objectContaining({ path: "payload.timezone", found: "number" }),
    ]);
    expect(JSON.stringify(reports)).not.toContain("secret");
  });
});

describe("an answer of which one field is damaged, as the client hands it over", () => {
  const event = { ...scheduledEvent, calendar_event: { kind: "google", external_id: "g1" } };

  function readings(
    wireEvent: unknown,
    wireInvitee: unknown,
  ): { session: SessionSnapshot; invitees: readonly InviteeSnapshot[] } | null {
    const [seen, who] = [readTolerantly(scheduledEventSchema, wireEvent), readTolerantly(inviteeSchema, wireInvitee)];
    if (seen.broken !== null || who.broken !== null) return null;
    // What the client types as its schema, though a field that is not essential may be anything.
    return translateReading(
      seen.value as z.infer<typeof scheduledEventSchema>,
      [who.value as z.infer<typeof inviteeSchema>],
      readAt,
      origins,
    );
  }

  test("a scheduled event and its invitee keep their shape", () => {
    const whole = { ...invitee, ...full };
    let count = 0;
    for (const { body, where } of [...damaged(event)].filter(
      ({ where }) => where !== "uri" && where !== "event_type",
    )) {
      const change = readings(body, whole);
      if (change === null) continue;
      count += 1;
      expect(sessionTypes.safeParse(change.session).error, where).toBeUndefined();
    }
    for (const { body, where } of [...damaged(whole)].filter(({ where }) => where !== "uri")) {
      const change = readings(event, body);
      if (change === null) continue;
      count += 1;
      expect(inviteeTypes.safeParse(change.invitees[0]).error, where).toBeUndefined();
    }
    expect(count).toBeGreaterThan(300);
  });

  test("one whose address is no address is refused as the client refuses what it cannot use", () => {
    expect(() => readings({ ...event, uri: "nonsense" }, invitee)).toThrow(
      expect.objectContaining({ code: "unexpected_response" }),
    );
  });

  test("an event type and an account keep their shape", () => {
    const eventTypeTypes = z.strictObject({
      uri: z.url(),
      name: z.string(),
      slug: text,
      description: text,
      duration: z.int().min(1),
      durations: z.array(z.int().min(1)).min(1),
      kind: z.enum(["solo", "group"]),
      active: z.boolean(),
      secret: z.boolean(),
      color: z.string(),
      locations: z.array(z.strictObject({ kind: z.string(), detail: text })),
      questions: z.array(z.strictObject({ name: z.string(), required: z.boolean() })),
      schedulingUrl: z.url().nullable(),
      deletedAt: instant.nullable(),
      calendlyUpdatedAt: instant,
    });
    for (const { body, where } of [...damaged(eventType)].filter(({ where }) => where !== "uri")) {
      const seen = readTolerantly(eventTypeSchema, body);
      if (seen.broken !== null) continue;
      const reading = toEventTypeReading(seen.value as z.infer<typeof eventTypeSchema>, origins);
      expect(eventTypeTypes.safeParse(reading).error, where).toBeUndefined();
    }
    const accountTypes = z.strictObject({
      userUri: z.url(),
      organizationUri: z.url(),
      name: z.string(),
      email: z.string(),
      slug: z.string(),
      schedulingUrl: z.url(),
      timeZone: z.string(),
      avatarUrl: z.url().nullable(),
    });
    const identity = ["uri", "current_organization"];
    for (const { body, where } of [...damaged(user)].filter(({ where }) => !identity.includes(where))) {
      const seen = readTolerantly(userSchema, body);
      if (seen.broken !== null) continue;
      const account = toAccount(seen.value as z.infer<typeof userSchema>, origins);
      expect(accountTypes.safeParse(account).error, where).toBeUndefined();
    }
  });
});

test("the endpoints that answers are translated from exist by those names", () => {
  expect([endpoints.listScheduledEvents.id, endpoints.listEventTypes.id, endpoints.getCurrentUser.id]).toEqual([
    "listScheduledEvents",
    "listEventTypes",
    "getCurrentUser",
  ]);
});
