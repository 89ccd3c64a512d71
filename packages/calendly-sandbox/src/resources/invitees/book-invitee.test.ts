import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, day, eventTypeOf, meOf, monday, startSandbox, tokenOf } from "../../testing/stage.ts";
import type { CustomQuestion, EventType } from "../../world/types.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let ownerId: string;

const idOf = (uri: string) => uri.slice(uri.lastIndexOf("/") + 1);

beforeEach(async () => {
  sandbox = await startSandbox({ settings: { bookingCalls: null } });
  maya = clientOf(sandbox, tokenOf("maya"));
  ownerId = idOf((await meOf(maya)).uri);
});
afterEach(() => sandbox.close());

const question = (position: number, more: Partial<CustomQuestion>): CustomQuestion => ({
  name: `Question ${position}`,
  type: "string",
  position,
  enabled: true,
  required: false,
  answer_choices: [],
  include_other: false,
  ...more,
});

/** An event type of Maya's with an open start of it. */
async function offer(more: Partial<EventType>) {
  const made = sandbox.world.createEventType({ ownerId, name: "Call", durationMinutes: 30, ...more });
  const uri = `${sandbox.url}/event_types/${made?.id}`;
  const [first] = await maya.availableTimes({
    eventType: uri,
    startTime: new Date(monday + day).toISOString(),
    endTime: new Date(monday + 8 * day).toISOString(),
  });
  return { event_type: uri, start_time: first?.start_time ?? "" };
}

const somebody = { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" };

async function post(body: unknown, form?: string) {
  const response = await fetch(`${sandbox.url}/invitees`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${tokenOf("maya")}`,
      "content-type": form === undefined ? "application/json" : "application/x-www-form-urlencoded",
    },
    body: form ?? JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** What is wrong, as `parameter: message`. */
async function wrongs(body: Record<string, unknown>): Promise<readonly string[]> {
  const answer = await post(body);
  return (answer.body.details ?? []).map(
    ({ parameter, message }: { parameter: string; message: string }) => `${parameter}: ${message}`,
  );
}

const eventOf = async (answer: Awaited<ReturnType<typeof post>>) => {
  expect(answer.status).toBe(201);
  return (await maya.request(endpoints.getScheduledEvent, { params: { uuid: answer.body.resource.event } })).resource;
};

describe("the place of a booking by API", () => {
  it.each(["physical", "outbound_call", "ask_invitee", "custom"] as const)("is asked for with %s", async (kind) => {
    const base = { ...(await offer({ locations: [{ kind }] })), invitee: somebody };
    expect(await wrongs({ ...base, location: { kind } })).toEqual(["location.location: is missing"]);
    const event = await eventOf(await post({ ...base, location: { kind, location: "+1 312-555-0100" } }));
    expect(event.location).toMatchObject({ type: kind, location: "+1 312-555-0100" });
  });

  it("is not taken with an inbound call, and ignored with a conference", async () => {
    const locations = [
      { kind: "inbound_call", phone_number: "+1 212-555-0147", additional_info: "Ask for Maya" },
      { kind: "zoom_conference" },
    ] as const;
    const base = { ...(await offer({ locations })), invitee: somebody };
    expect(await wrongs({ ...base, location: { kind: "inbound_call", location: "+1" } })).toEqual([
      "location.location: is not allowed",
    ]);
    const event = await eventOf(await post({ ...base, location: { kind: "zoom_conference", location: "Moon" } }));
    expect(event.location).toMatchObject({ type: "zoom", status: "processing" });
    const again = { ...(await offer({ locations })), invitee: somebody, location: { kind: "inbound_call" } };
    expect((await eventOf(await post(again))).location).toEqual({
      type: "inbound_call",
      location: "+1 212-555-0147",
      additional_info: "Ask for Maya",
    });
  });

  it("must be one that the event type offers", async () => {
    const base = { ...(await offer({ locations: [{ kind: "zoom_conference" }] })), invitee: somebody };
    const { status, body } = await post({ ...base, location: { kind: "google_conference" } });
    expect(status).toBe(400);
    expect(body).toEqual({
      title: "Invalid Argument",
      message: "Specified location kind is not configured for this event type.",
      details: [
        {
          parameter: "event.location_configuration.location",
          message: "invalid location choice",
          code: "invalid_location_choice",
        },
      ],
    });
    expect(await wrongs({ ...base, location: {} })).toEqual(["location.kind: is missing"]);
  });

  it("is one of the addresses that the event type names, by its text", async () => {
    const locations = [
      { kind: "physical", location: "12 Main Street", additional_info: "Second floor" },
      { kind: "physical", location: "The pier" },
    ] as const;
    const base = { ...(await offer({ locations })), invitee: somebody };
    const elsewhere = await post({ ...base, location: { kind: "physical", location: "The moon" } });
    expect([elsewhere.status, elsewhere.body.details[0].code]).toEqual([400, "invalid_location_choice"]);
    const event = await eventOf(await post({ ...base, location: { kind: "physical", location: " The pier " } }));
    expect(event.location).toEqual({ type: "physical", location: "The pier" });
    const again = { ...(await offer({ locations })), invitee: somebody };
    const first = await eventOf(await post({ ...again, location: { kind: "physical", location: "12 Main Street" } }));
    expect(first.location).toEqual({ type: "physical", location: "12 Main Street", additional_info: "Second floor" });
  });

  it("is nothing where the event type has none", async () => {
    const event = await eventOf(await post({ ...(await offer({})), invitee: somebody }));
    expect(event.location).toEqual({ type: "custom", location: null });
  });
});

describe("the answers of a booking by API", () => {
  const questions = [
    question(0, { name: "Goal?", required: true }),
    question(1, { name: "Number", type: "phone_number" }),
    question(2, { name: "Pick one", type: "single_select", answer_choices: ["A", "B"] }),
    question(3, { name: "Pick some", type: "multi_select", answer_choices: ["Yes, please", "No", "Later"] }),
    question(4, { name: "Pick or say", type: "multi_select", answer_choices: ["X"], include_other: true }),
    question(5, { name: "Hidden", enabled: false, required: true }),
    question(6, { name: "Story", type: "text" }),
  ];
  const answer = (name: string, text: string, position = 0) => ({ question: name, answer: text, position });

  it("are kept in the order of the questions, whatever their order in the request", async () => {
    const base = { ...(await offer({ questions })), invitee: somebody };
    const { body } = await post({
      ...base,
      questions_and_answers: [
        answer("Pick or say", "X\nSomething else", 9),
        answer("Pick some", "Yes, please\nLater", 3),
        answer("Pick one", "B", 2),
        answer("Number", "+1 (312) 555-0100", 1),
        answer("Story", "", 6),
        answer("Goal?", " More listings ", 0),
      ],
    });
    expect(body.resource.questions_and_answers).toEqual([
      answer("Goal?", " More listings ", 0),
      answer("Number", "+1 (312) 555-0100", 1),
      answer("Pick one", "B", 2),
      answer("Pick some", "Yes, please\nLater", 3),
      answer("Pick or say", "X\nSomething else", 4),
    ]);
  });

  it("must be there, fit their questions, and be short enough", async () => {
    const base = { ...(await offer({ questions })), invitee: somebody };
    const goal = answer("Goal?", "Listings");
    const wrong = (...more: unknown[]) => wrongs({ ...base, questions_and_answers: more });
    expect(await wrongs(base)).toEqual(["questions_and_answers[0].question: is missing"]);
    expect(await wrong(answer("goal?", "x"))).toEqual([
      "questions_and_answers[0].question: is not a question of this event type",
      "questions_and_answers[0].question: is missing",
    ]);
    expect(await wrong(answer("Goal?", "  "))).toEqual(["questions_and_answers[0].answer: is missing"]);
    expect(await wrong(goal, goal)).toEqual(["questions_and_answers[1].question: is answered twice"]);
    expect(await wrong(goal, answer("Number", "call me"))).toEqual([
      "questions_and_answers[1].answer: is not a valid phone number",
    ]);
    expect(await wrong(goal, answer("Pick one", "C"))).toEqual(["questions_and_answers[1].answer: is not a choice"]);
    expect(await wrong(goal, answer("Pick some", "No\nNever"))).toEqual([
      "questions_and_answers[1].answer: is not a choice",
    ]);
    expect(await wrong(goal, answer("Hidden", "x"))).toEqual([
      "questions_and_answers[1].question: is not a question of this event type",
    ]);
    expect(await wrong(answer("Goal?", "x".repeat(256)))).toEqual([
      "questions_and_answers[0].answer: size cannot be greater than 255",
    ]);
    expect(await wrong({ question: "Goal?", answer: "x" })).toEqual(["questions_and_answers[0].position: is missing"]);
    expect(await wrong({ answer: "x", position: 0 })).toEqual(["questions_and_answers[0].question: is missing"]);
  });
});

describe("who is booked by API", () => {
  it("has one name, or a first and a last one where the event type asks for them", async () => {
    const book = async (invitee: Record<string, unknown>, more: Partial<EventType> = {}) => {
      const { email, timezone } = somebody;
      const { body } = await post({ ...(await offer(more)), invitee: { email, timezone, ...invitee } });
      const { name, first_name, last_name } = body.resource;
      return [name, first_name, last_name];
    };
    expect(await book({ name: "Jordan Blake" })).toEqual(["Jordan Blake", null, null]);
    expect(await book({ first_name: "Jordan", last_name: "Blake" })).toEqual(["Jordan Blake", null, null]);
    const split = { splitsName: true };
    expect(await book({ first_name: "Jordan" }, split)).toEqual(["Jordan", "Jordan", null]);
    expect(await book({ name: "Jordan van der Blake" }, split)).toEqual([
      "Jordan van der Blake",
      "Jordan",
      "van der Blake",
    ]);
  });

  it("is refused without a name, an address or a zone, and with numbers and guests that are none", async () => {
    const base = await offer({});
    expect(await wrongs({ ...base, invitee: {} })).toEqual([
      "invitee.name: is missing",
      "invitee.email: is missing",
      "invitee.timezone: is missing",
    ]);
    expect(await wrongs({ ...base, invitee: "Jordan" })).toEqual(["invitee: must be an object"]);
    expect(
      await wrongs({
        ...base,
        invitee: { name: "x".repeat(256), email: "jordan", timezone: "Chicago", text_reminder_number: "soon" },
        event_guests: [...Array.from({ length: 10 }, (_, at) => `guest-${at}@realty.example`), "guest"],
      }),
    ).toEqual([
      "invitee.name: size cannot be greater than 255",
      "invitee.email: Email format is invalid",
      "invitee.timezone: is not a valid time zone",
      "invitee.text_reminder_number: is not a valid phone number",
      "event_guests: size cannot be greater than 10",
      "event_guests[10]: Email format is invalid",
    ]);
  });

  it("brings guests and tracking along, all six keys or none", async () => {
    const base = { ...(await offer({})), invitee: { ...somebody, text_reminder_number: "+1 312-555-0100" } };
    expect(await wrongs({ ...base, tracking: { utm_source: "x", utm_medium: null } })).toEqual([
      "tracking.salesforce_uuid: is missing",
      "tracking.utm_campaign: is missing",
      "tracking.utm_content: is missing",
      "tracking.utm_term: is missing",
    ]);
    const tracking = {
      utm_campaign: null,
      utm_source: "chat",
      utm_medium: null,
      utm_content: "coach-7",
      utm_term: null,
      salesforce_uuid: null,
    };
    const answer = await post({ ...base, tracking, event_guests: ["carer@guest.example"], unheard_of: true });
    expect(answer.body.resource).toMatchObject({
      tracking,
      text_reminder_number: "+1 312-555-0100",
      scheduling_method: "api",
      invitee_scheduled_by: `${sandbox.url}/users/${ownerId}`,
    });
    expect((await eventOf(answer)).event_guests.map(({ email }) => email)).toEqual(["carer@guest.example"]);
  });

  it("can come as a form, as clients in other languages send it", async () => {
    const { event_type, start_time } = await offer({});
    const form = new URLSearchParams({
      event_type,
      start_time: start_time.replace("Z", "+00:00"),
      "invitee[name]": "Jordan Blake",
      "invitee[email]": "jordan+form@realty.example",
      "invitee[timezone]": "America/Chicago",
      "event_guests[]": "carer@guest.example",
    });
    const answer = await post(null, form.toString());
    expect(answer.body.resource.email).toBe("jordan+form@realty.example");
  });
});

describe("the time of a booking by API", () => {
  it("must be open, to come, and of an event type that can be booked", async () => {
    const { event_type, start_time } = await offer({});
    const body = { event_type, start_time, invitee: somebody };
    expect(await wrongs({ ...body, start_time: "2026-11-10T10:00:00Z" })).toEqual([
      "start_time: start_time must be in the future",
    ]);
    expect(await wrongs({ ...body, start_time: "next week" })).toEqual(["start_time: must be a valid date-time"]);
    const taken = "event.start_time: That start time has been filled";
    expect(await wrongs({ ...body, start_time: start_time.replace(":00Z", ":07Z") })).toEqual([taken]);
    expect(await wrongs({ ...body, start_time: "2026-11-22T03:00:00Z" })).toEqual([taken]);
    const { uri: paused } = await eventTypeOf(clientOf(sandbox, tokenOf("ruth")), "paused-call");
    expect(await wrongs({ ...body, event_type: paused })).toEqual(["event_type: is not active"]);
    sandbox.world.deleteEventType(idOf(event_type));
    expect((await post(body)).status).toBe(404);
  });

  it("goes to one of two who ask at once", async () => {
    const body = { ...(await offer({})), invitee: somebody };
    const answers = await Promise.all([post(body), post(body), post(body)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400]);
    const refused = answers.filter(({ status }) => status === 400).map(({ body: said }) => said.details[0].code);
    expect(refused).toEqual(["already_filled", "already_filled"]);
  });

  it("of a group has seats for as many as fit, also when they ask at once", async () => {
    const body = { ...(await offer({ kind: "group", seats: 3 })), invitee: somebody };
    await post(body);
    const answers = await Promise.all([post(body), post(body), post(body)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 400]);
    const seated = answers.find(({ status }) => status === 201);
    const { resource } = await maya.request(endpoints.getScheduledEvent, {
      params: { uuid: seated?.body.resource.event },
    });
    expect(resource.invitees_counter).toEqual({ total: 3, active: 3, limit: 3 });
  });
});
