import ICAL from "ical.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { day, monday, startSandbox } from "../testing/stage.ts";
import type { EventType } from "../world/index.ts";
import type { Refusal } from "./refusal.ts";

let sandbox: Sandbox;
let mayaId: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  mayaId = sandbox.world.findProfile("maya-okafor")?.id ?? "";
});

afterEach(() => sandbox.close());

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

interface Booking {
  readonly event: { readonly uri: string; readonly start_time: string };
  readonly invitee: { readonly uuid: string; readonly uri: string };
  readonly confirmation_path: string;
  readonly redirect_url: string | null;
}

type FormRefusal = Refusal & { readonly errors: Readonly<Record<string, string>> };

async function call<Body = Refusal>(path: string, method = "GET", body?: object): Promise<Answer<Body>> {
  const response = await fetch(`${sandbox.url}/api/booking${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const book = (body: object) => call<Booking>("/invitees", "POST", body);
const bookInVain = (body: object) => call<FormRefusal>("/invitees", "POST", body);

function offer(more: Partial<EventType> = {}): EventType {
  const made = sandbox.world.createEventType({
    ownerId: mayaId,
    name: "Every kind",
    durationMinutes: 30,
    active: true,
    minimumNoticeMinutes: 0,
    ...more,
  });
  if (made === null) throw new Error("Maya is missing");
  return made;
}

function firstStart(eventType: EventType, linkCode?: string): string {
  const window = { from: sandbox.now(), to: sandbox.now() + 30 * day };
  const link = linkCode === undefined ? {} : { linkCode };
  const [opening] = sandbox.world.openings({ eventTypeId: eventType.id, ...window, ...link });
  if (opening === undefined) throw new Error("no opening");
  return new Date(opening.startAt).toISOString();
}

function form(eventType: EventType, more: object = {}) {
  return {
    event_type_uuid: eventType.id,
    event: { start_time: firstStart(eventType) },
    invitee: { full_name: "Zoë Núñez", email: "zoe@x.example", timezone: "Europe/Madrid" },
    ...more,
  };
}

test("every kind of question is answered, and what the host asks for and is not there is named by its field", async () => {
  const ask = (position: number, type: "string" | "text" | "phone_number" | "single_select" | "multi_select") => ({
    name: `Question ${type}`,
    type,
    position,
    enabled: true,
    required: true,
    answer_choices: type.endsWith("select") ? ["One", "Two"] : [],
    include_other: type === "multi_select",
  });
  const questions = [
    ask(0, "string"),
    ask(1, "text"),
    ask(2, "phone_number"),
    ask(3, "single_select"),
    ask(4, "multi_select"),
  ];
  const eventType = offer({ questions, splitsName: true, textReminders: true, locations: [{ kind: "outbound_call" }] });
  const empty = await bookInVain(form(eventType, { invitee: { email: "", timezone: "UTC" } }));
  expect(empty.status).toBe(400);
  expect(Object.keys(empty.body.errors).sort()).toEqual(
    ["answer_0", "answer_1", "answer_2", "answer_3", "answer_4", "email", "first_name", "last_name", "location"].sort(),
  );

  const answers = ["a", "b", "call me", "Three", ["Two", "My own"]].map((value, position) => ({ position, value }));
  const invitee = {
    first_name: "Zoë",
    last_name: "Núñez",
    email: "zoe@x.example",
    timezone: "Europe/Madrid",
    text_reminder_number: "no number",
  };
  const event = {
    start_time: firstStart(eventType),
    location_configuration: { kind: "outbound_call", location: "12" },
  };
  const wrong = await bookInVain(form(eventType, { invitee, event, event_fields: answers }));
  expect(Object.keys(wrong.body.errors).sort()).toEqual(["answer_2", "answer_3", "location", "text_reminder_number"]);

  const right = await book(
    form(eventType, {
      invitee: { ...invitee, text_reminder_number: "+34 600 111 222" },
      event: { ...event, location_configuration: { kind: "outbound_call", location: "+34 600 111 222" } },
      event_fields: answers.with(2, { position: 2, value: "+34 600 111 222" }).with(3, { position: 3, value: "Two" }),
    }),
  );
  expect(right.status).toBe(201);
  const booked = sandbox.world.findInvitee(right.body.invitee.uuid)?.invitee;
  expect(booked).toMatchObject({ name: "Zoë Núñez", firstName: "Zoë", textReminderNumber: "+34 600 111 222" });
  expect(booked?.answers.map(({ answer }) => answer)).toEqual(["a", "b", "+34 600 111 222", "Two", "Two\nMy own"]);
});

test("ten guests are welcome, eleven are not, and what is no address is named", async () => {
  const eventType = offer();
  const guests = Array.from({ length: 11 }, (_, index) => `g${index}@x.example`);
  const start_time = firstStart(eventType);
  const many = await bookInVain(form(eventType, { event: { start_time, guests } }));
  expect(many.body.errors).toEqual({ guests: "At most 10 guests can be added." });
  const wrong = await bookInVain(form(eventType, { event: { start_time, guests: ["<x>"] } }));
  expect(wrong.body.errors["guests"]).toContain("<x>");
  const ten = await book(form(eventType, { event: { start_time, guests: guests.slice(1) } }));
  expect(ten.status).toBe(201);
});

test("refusals are in the language of the event type", async () => {
  const eventType = offer({ locale: "de" });
  const start = firstStart(eventType);
  const answer = await bookInVain(form(eventType, { invitee: { email: "x", timezone: "UTC" } }));
  expect(answer.body.errors["name"]).toBe("Bitte geben Sie Ihren Namen ein.");
  await book(form(eventType, { event: { start_time: start } }));
  const taken = await bookInVain(form(eventType, { event: { start_time: start } }));
  expect(taken).toMatchObject({ status: 400, body: { failure: { code: "already_filled" } } });
  expect(taken.body.message).toContain("nicht mehr frei");
});

test("the same attempt sent again is the same booking, another one finds its time taken", async () => {
  const eventType = offer();
  const body = { ...form(eventType), attempt: "form-1" };
  const [first, again] = [await book(body), await book(body)];
  expect(again).toEqual(first);
  const other = await bookInVain({ ...body, attempt: "form-2" });
  expect(other.body.failure.code).toBe("already_filled");
});

test("with details passed on, the host's address gets them; without, it stays as it is", async () => {
  const url = "https://host.example/thanks?keep=1";
  const question = { name: "Why?", type: "string", position: 0, enabled: true, required: false } as const;
  const questions = [{ ...question, answer_choices: [], include_other: false }];
  const passing = offer({ redirect: { url, passDetails: true }, questions });
  const tracking = { utm_source: "mail & more", utm_medium: null };
  const body = form(passing, { tracking, event_fields: [{ position: 0, value: "because" }] });
  const { body: booked } = await book(body);
  const sent = new URL(booked.redirect_url ?? "").searchParams;
  expect(Object.fromEntries(sent)).toMatchObject({
    keep: "1",
    assigned_to: "Maya Okafor",
    event_type_uuid: passing.id,
    event_type_name: "Every kind",
    invitee_uuid: booked.invitee.uuid,
    invitee_full_name: "Zoë Núñez",
    invitee_email: "zoe@x.example",
    answer_1: "because",
    utm_source: "mail & more",
  });
  expect(sent.get("event_start_time")).toMatch(/^2026-11-\d\dT\d\d:\d\d:00\+01:00$/);
  expect(Date.parse(sent.get("event_start_time") ?? "")).toBe(Date.parse(booked.event.start_time));
  expect(sent.has("utm_medium")).toBe(false);

  const plain = offer({ redirect: { url, passDetails: false } });
  expect((await book(form(plain))).body.redirect_url).toBe(url);
  const script = offer({ redirect: { url: "javascript:alert(1)", passDetails: true } });
  expect((await book(form(script))).body.redirect_url).toBeNull();
});

test("a calendar that cannot be read is 400 external_calendar_error, and a range that is too wide is general", async () => {
  const eventType = offer();
  const range = (from: string, to: string) =>
    call(
      `/event_types/${eventType.id}/calendar/range?timezone=UTC&diagnostics=false&range_start=${from}&range_end=${to}`,
    );
  expect((await range("2026-01-01", "2026-12-31")).body.failure.code).toBe("general");
  const good = await range("2026-11-16", "2026-11-30");
  expect(Object.keys(good.body)).toEqual([
    "invitee_publisher_error",
    "availability_timezone",
    "today",
    "days",
    "diagnostic_data",
    "current_user",
  ]);
  const calendar = sandbox.world.connectCalendar({ userId: mayaId, kind: "google" });
  sandbox.world.changeCalendar(calendar?.id ?? "", { state: "broken" });
  expect(await range("2026-11-16", "2026-11-30")).toMatchObject({
    status: 400,
    body: { failure: { code: "external_calendar_error" } },
  });
});

test("a booking is moved with a reason, which stays with its former half", async () => {
  const eventType = offer();
  const { body: booked } = await book(form(eventType));
  const start_time = firstStart(eventType);
  const moved = await call(`/invitees/${booked.invitee.uuid}`, "PATCH", {
    event: { start_time },
    reason: " A closing ",
  });
  expect(moved.status).toBe(200);
  const former = sandbox.world.findInvitee(booked.invitee.uuid)?.invitee;
  expect(former).toMatchObject({ rescheduled: true, cancellation: { reason: "A closing" } });
  const again = await call(`/invitees/${booked.invitee.uuid}`, "PATCH", { event: { start_time } });
  expect(again).toMatchObject({ status: 403, body: { failure: { code: "already_canceled" } } });
});

test("what no page would send is refused in a sentence", async () => {
  const eventType = offer();
  for (const body of [
    {},
    { event_type_uuid: 7 },
    form(eventType, { event: null }),
    { ...form(eventType), attempt: {} },
  ]) {
    const answer = await bookInVain(body);
    expect(answer).toMatchObject({ status: 400, body: { failure: { code: "invalid" } } });
  }
  expect((await call("/invitees", "POST", form(eventType, { event_type_uuid: "nobody" }))).status).toBe(404);
  expect((await call("/invitees", "POST", form(eventType, { scheduling_link_uuid: "none" }))).status).toBe(404);
  expect((await call("/cancellations/none", "PUT", {})).status).toBe(404);
});

test("another calendar reads the file: one event in UTC, with its links, canceled when the booking is", async () => {
  const eventType = offer({ locale: "es", locations: [{ kind: "physical", location: "Calle Mayor 1; 2º, izq." }] });
  const { body: booked } = await book(form(eventType));
  const read = async () => {
    const response = await fetch(`${sandbox.url}${booked.confirmation_path}/calendar.ics`);
    expect(response.headers.get("content-type")).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    const [event, ...others] = new ICAL.Component(ICAL.parse(await response.text())).getAllSubcomponents("vevent");
    expect(others).toEqual([]);
    return new ICAL.Event(event);
  };
  const event = await read();
  expect(event.startDate.toJSDate().toISOString()).toBe(booked.event.start_time);
  expect(event.startDate.zone.tzid).toBe("UTC");
  expect(event.duration.toSeconds()).toBe(1_800);
  expect(event.summary).toBe("Every kind con Maya Okafor");
  expect(event.location).toBe("Calle Mayor 1; 2º, izq.");
  expect(event.description).toContain(`/cancellations/${booked.invitee.uuid}`);
  expect(event.component.getFirstPropertyValue("status")).toBe("CONFIRMED");
  await call(`/cancellations/${booked.invitee.uuid}`, "PUT", { reason: "ill" });
  const canceled = await read();
  expect(canceled.component.getFirstPropertyValue("status")).toBe("CANCELLED");
  expect(canceled.uid).toBe(event.uid);
});

test("a start in the address may have any offset; one that is past or taken leads to the calendar and says so", async () => {
  const eventType = offer();
  const start = firstStart(eventType);
  const saidAt = async (text: string) => {
    const page = await (await fetch(`${sandbox.url}/maya-okafor/${eventType.slug}/${text}`)).text();
    return /role="alert">(That[^<]*)</.exec(page)?.[1] ?? null;
  };
  const local = new Date(Date.parse(start) - 5 * 3_600_000).toISOString().replace(/\.\d+Z/, "-05:00");
  for (const written of [start, local, encodeURIComponent(local), start.replace(".000Z", "+00:00")]) {
    expect(await saidAt(written), written).toBeNull();
  }
  expect(await saidAt(new Date(monday - day).toISOString())).toBe("That time has passed. Please select another date.");
  const gone = "That time is no longer open. Please select another date.";
  expect(await saidAt("2026-11-22T15:00:00Z")).toBe(gone);
  expect(await saidAt("soon")).toBe(gone);
});
