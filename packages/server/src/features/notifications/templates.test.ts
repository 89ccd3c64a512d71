import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { readInvitation } from "./calendar.ts";
import { decideToSend, describeTime } from "./rules.ts";
import { writeMessage } from "./templates.ts";
import type { Circumstances } from "./types.ts";

const now = Temporal.Instant.from("2026-11-21T12:00:00Z");
const options = { publicUrl: "https://punctual.example", now };

type Changes = { readonly [Part in keyof Circumstances]?: Partial<NonNullable<Circumstances[Part]>> | null };

function circumstances(changes: Changes = {}): Circumstances {
  const base: Circumstances = {
    notification: {
      id: "ntf_1",
      kind: "booked",
      recipient: "jordan@realty.example",
      recipientRole: "invitee",
      createdAt: now,
    },
    session: {
      id: "ses_1",
      name: "60-minute coaching",
      status: "active",
      startAt: Temporal.Instant.from("2026-11-23T15:00:00Z"),
      endAt: Temporal.Instant.from("2026-11-23T16:00:00Z"),
      location: { kind: "zoom", detail: null, joinUrl: "https://zoom.example/j/1" },
      cancellation: null,
      inviteesLimit: 1,
    },
    coach: { name: "Maya Okafor", email: "maya@northside.example", timeZone: "America/New_York" },
    invitee: {
      id: "inv_1",
      name: "Jordan Blake",
      email: "jordan@realty.example",
      timeZone: "America/Chicago",
      status: "active",
      erasedAt: null,
      rescheduled: false,
      oldInviteeUri: null,
      cancellation: null,
      cancelUrl: "https://calendly.com/cancellations/1",
      rescheduleUrl: "https://calendly.com/reschedulings/1",
    },
    attendees: [{ name: "Jordan Blake", email: "jordan@realty.example", timeZone: "America/Chicago" }],
    movedTo: null,
    movedFrom: null,
    toldOfMove: false,
    calendarEntry: { sessionId: "ses_1", sequence: 0 },
    recipientHasAccount: true,
  };
  const parts = Object.entries(changes).map(([part, change]) => {
    const known: unknown = Reflect.get(base, part);
    return [part, typeof known === "object" && known !== null ? Object.assign({}, known, change) : change];
  });
  return Object.assign({}, base, Object.fromEntries(parts));
}

const cancellation = { canceledBy: "Maya Okafor", by: "host", reason: "I am ill, sorry", at: now.toString() } as const;
const canceled: Changes = {
  notification: { kind: "canceled" },
  session: { status: "canceled", cancellation },
  calendarEntry: { sequence: 1 },
  invitee: { status: "canceled", cancellation },
};

function eventOf(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const component = calendar.getFirstSubcomponent("vevent");
  if (component === null) throw new Error("no VEVENT");
  return { method: calendar.getFirstPropertyValue("method"), component, event: new ICAL.Event(component) };
}

describe("what a message says", () => {
  test("the time is the reader's own, and the other side's beside it when their clocks differ", async () => {
    const mail = await writeMessage(circumstances(), options);
    expect(mail.text).toContain("Monday, November 23, 2026, 9:00 – 10:00 AM CST (America/Chicago)");
    expect(mail.text).toContain("10:00 – 11:00 AM EST (America/New York)");
    expect(mail.subject).toBe("Booked: 60-minute coaching with Maya Okafor, Monday, November 23");
    expect(mail.html).toContain("9:00 – 10:00 AM CST");
  });

  test("one clock is named once", async () => {
    const mail = await writeMessage(circumstances({ invitee: { timeZone: "America/Toronto" } }), options);
    expect(mail.text).not.toContain("For Maya");
  });

  test("a zone that nobody knows is written in UTC", () => {
    const span = circumstances().session;
    expect(describeTime(span, "Mars/Olympus")).toBe("Monday, November 23, 2026, 3:00 – 4:00 PM UTC");
  });

  test("a cancellation tells who and why, and offers nothing to cancel", async () => {
    const mail = await writeMessage(circumstances(canceled), options);
    expect(mail.subject).toMatch(/^Canceled: /);
    expect(mail.text).toContain("It was canceled by Maya Okafor.");
    expect(mail.text).toContain("I am ill, sorry");
    expect(mail.text).not.toContain("calendly.com");
  });

  test("only the invitee gets the links that cancel and move without a login", async () => {
    const toCoach = { notification: { recipientRole: "coach", recipient: "maya@northside.example" } } as const;
    expect((await writeMessage(circumstances(), options)).text).toContain("https://calendly.com/cancellations/1");
    expect((await writeMessage(circumstances(toCoach), options)).text).not.toContain("calendly.com/");
  });

  test("a moved booking is told with both times, and moves the entry that the calendar has", async () => {
    const span = { startAt: now.add({ hours: 24 }), endAt: now.add({ hours: 25 }) };
    const moved = {
      ...circumstances({
        invitee: { oldInviteeUri: "https://api.calendly.com/scheduled_events/e0/invitees/i0" },
        calendarEntry: { sessionId: "ses_0", sequence: 2 },
      }),
      movedFrom: span,
    };
    const mail = await writeMessage(moved, options);
    expect(mail.subject).toBe("Moved: 60-minute coaching with Maya Okafor, Monday, November 23");
    expect(mail.text).toContain(
      "Your session with Maya Okafor moved from Sunday, November 22, 2026, 6:00 – 7:00 AM CST (America/Chicago)" +
        " to Monday, November 23, 2026, 9:00 – 10:00 AM CST (America/Chicago).",
    );
    const { event } = eventOf(mail.calendar?.content ?? "");
    expect([event.uid, event.sequence]).toEqual(["ses_0@punctual.example", 2]);
  });

  test("a booking whose new time is not known here is told as moved away", async () => {
    const moved = circumstances({ ...canceled, invitee: { status: "canceled", rescheduled: true, cancellation } });
    const mail = await writeMessage(moved, options);
    expect(mail.subject).toMatch(/^Moved away: /);
    expect(mail.calendar?.method).toBe("CANCEL");
  });
});

describe("what an invitee typed stays text", () => {
  const evil = 'Jo"><script>alert(1)</script>\r\nBcc: victim@x.example\u2028';
  const typed: Changes = { invitee: { name: evil }, session: { name: evil }, notification: { recipientRole: "coach" } };

  test("markup is escaped", async () => {
    const mail = await writeMessage(circumstances(typed), options);
    expect(mail.html).not.toContain("<script>");
    expect(mail.html).toContain("&lt;script&gt;");
  });

  test("no line break reaches the subject or a name", async () => {
    const mail = await writeMessage(circumstances(typed), options);
    expect(mail.subject).not.toMatch(/[\r\n\u2028]/);
    expect(mail.to.name).not.toMatch(/[\r\n\u2028]/);
  });

  test("no property or attendee can be smuggled into the invitation", async () => {
    const injected: Changes = { session: { name: "x\r\nATTENDEE:mailto:evil@x.example" }, invitee: { name: evil } };
    const { calendar } = await writeMessage(circumstances(injected), options);
    const { event, component } = eventOf(calendar?.content ?? "");
    expect(component.getAllProperties("attendee")).toHaveLength(1);
    expect(event.summary).toBe("x ATTENDEE:mailto:evil@x.example");
  });
});

describe("the calendar invitation, read by an independent parser", () => {
  test("a booking requests, with the session's UID, revision and times", async () => {
    const { calendar } = await writeMessage(circumstances(), options);
    const { method, event, component } = eventOf(calendar?.content ?? "");
    expect(method).toBe("REQUEST");
    expect(event.uid).toBe("ses_1@punctual.example");
    expect(event.sequence).toBe(0);
    expect(event.startDate.toJSDate().toISOString()).toBe("2026-11-23T15:00:00.000Z");
    expect(event.endDate.toJSDate().toISOString()).toBe("2026-11-23T16:00:00.000Z");
    expect(String(component.getFirstPropertyValue("organizer")).toLowerCase()).toBe("mailto:maya@northside.example");
    expect(String(component.getFirstPropertyValue("attendee")).toLowerCase()).toBe("mailto:jordan@realty.example");
    expect(component.getFirstPropertyValue("status")).toBe("CONFIRMED");
  });

  test("a cancellation cancels the same UID with a higher SEQUENCE", async () => {
    const { calendar } = await writeMessage(circumstances(canceled), options);
    const { method, event, component } = eventOf(calendar?.content ?? "");
    expect(method).toBe("CANCEL");
    expect(event.uid).toBe("ses_1@punctual.example");
    expect(event.sequence).toBe(1);
    expect(component.getFirstPropertyValue("status")).toBe("CANCELLED");
  });

  test("a coach keeps the entry of a group session that one invitee leaves", async () => {
    const left: Changes = {
      notification: { kind: "canceled", recipientRole: "coach", recipient: "maya@northside.example" },
      invitee: { status: "canceled", cancellation },
      session: { inviteesLimit: 5 },
    };
    const mail = await writeMessage(circumstances(left), options);
    expect(mail.calendar?.method).toBe("REQUEST");
    expect(mail.text).toContain("The session itself still takes place.");
  });

  test("an invitee's copy names no other invitee", async () => {
    const other = { name: "Priya Nair", email: "priya@realty.example", timeZone: "Asia/Kolkata" };
    const group = circumstances();
    const mail = await writeMessage({ ...group, attendees: [...group.attendees, other] }, options);
    expect(mail.calendar?.content).not.toContain("priya");
    expect(mail.text).not.toContain("Priya");
  });

  test("what we wrote can be read back", async () => {
    const { calendar } = await writeMessage(circumstances(canceled), options);
    expect(readInvitation(calendar?.content ?? "")).toEqual({
      uid: "ses_1@punctual.example",
      sequence: 1,
      method: "CANCEL",
      startAt: "2026-11-23T15:00:00Z",
      endAt: "2026-11-23T16:00:00Z",
    });
    expect(readInvitation("nothing of the kind")).toBeNull();
  });
});

describe("whether a planned message is still true", () => {
  const decide = (changes: Changes, at = now) => decideToSend(circumstances(changes), at);

  test("a booking is told while it stands", () => {
    expect(decide({})).toEqual({ kind: "send" });
  });

  test("a booking is not told once it was canceled", () => {
    expect(decide({ session: { status: "canceled" } })).toMatchObject({
      kind: "skip",
      reason: "The session was canceled meanwhile.",
    });
    expect(decide({ invitee: { status: "canceled" } })).toMatchObject({ kind: "skip" });
  });

  test("nothing is told of a session that is over", () => {
    const end = Temporal.Instant.from("2026-11-23T16:00:00Z");
    expect(decide({}, end)).toMatchObject({ kind: "skip" });
    expect(decide(canceled, end)).toMatchObject({ kind: "skip" });
  });

  test("a cancellation is told when the invitee is out, even while a group goes on", () => {
    expect(decide({ notification: { kind: "canceled" }, invitee: { status: "canceled" } })).toEqual({ kind: "send" });
    expect(decide({ notification: { kind: "canceled" } })).toMatchObject({ kind: "skip" });
  });

  test("the old half of a reschedule waits for the new one, is told with it, and alone only when nothing comes", () => {
    const left: Changes = { ...canceled, invitee: { status: "canceled", rescheduled: true, cancellation } };
    expect(decide(left)).toEqual({ kind: "wait", seconds: 10 });
    expect(decide(left, now.add({ minutes: 19, seconds: 55 }))).toEqual({ kind: "wait", seconds: 5 });
    expect(decide(left, now.add({ minutes: 20 }))).toEqual({ kind: "send" });
    const told = { ...circumstances(left), toldOfMove: true };
    expect(decideToSend(told, now)).toMatchObject({ kind: "skip" });
  });

  test("a coach's entry of a group session that ended with a move goes; of one that goes on nothing more is told", () => {
    const group = (status: "active" | "canceled") => {
      const session = { status, inviteesLimit: 5 };
      const notification = { kind: "canceled", recipientRole: "coach" } as const;
      const changes = { session, notification, invitee: { status: "canceled", rescheduled: true } } as const;
      return decideToSend({ ...circumstances(changes), toldOfMove: true }, now);
    };
    expect(group("canceled")).toEqual({ kind: "send" });
    expect(group("active")).toMatchObject({ kind: "skip" });
  });

  test("the new half waits a moment for the time that it moved from", () => {
    const arrived = { invitee: { oldInviteeUri: "https://api.calendly.com/scheduled_events/e0/invitees/i0" } };
    expect(decide(arrived)).toMatchObject({ kind: "wait" });
    expect(decide(arrived, now.add({ minutes: 2 }))).toEqual({ kind: "send" });
    const { startAt, endAt } = circumstances().session;
    expect(decideToSend({ ...circumstances(arrived), movedFrom: { startAt, endAt } }, now)).toEqual({ kind: "send" });
  });
});
