import { uuidOf } from "@punctual/calendly";
import {
  availabilitySchema,
  bookingSchema,
  mailboxMessageSchema,
  pageOf,
  routes,
  sessionSchema,
} from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestProgramme, type SignedIn, type TestProgramme } from "./testing/index.ts";

let programme: TestProgramme;
beforeAll(async () => {
  programme = await createTestProgramme();
});
afterAll(() => programme.close());

const coachEmail = "maya@northside.example";
const realtorEmail = "jordan@realty.example";
const waiting = { timeout: 15_000, interval: 50 };

async function offered(coach: SignedIn, name: string) {
  const schema = routes.listEventTypes.response;
  const { items } = schema.parse(await (await coach.call("/api/calendly/event_types")).json());
  return items.find((one) => one.name === name) ?? null;
}

test("connect, book, confirm, cancel, and tell everybody: the whole path, over HTTP, with signed webhooks", async () => {
  const coach = await programme.enter(coachEmail);
  const realtor = await programme.enter(realtorEmail);
  await programme.connect(coach, coachEmail);

  const connection = async () =>
    routes.getConnection.response.parse(await (await coach.call("/api/calendly/connection")).json());
  await expect.poll(async () => (await connection()).webhook.state, waiting).toBe("active");
  await expect.poll(async () => (await connection()).backfill.state, waiting).toBe("done");
  await expect.poll(() => offered(coach, "30-minute check-in"), waiting).not.toBeNull();
  const type = await offered(coach, "30-minute check-in");
  const path = `/api/calendly/event_types/${type?.id}`;
  expect((await coach.call(path, { method: "PATCH", body: { offered: true } })).status).toBe(200);

  const today = Temporal.Now.plainDateISO("America/Chicago");
  const query = `eventTypeId=${type?.id}&from=${today}&to=${today.add({ days: 14 })}&timeZone=America/Chicago`;
  const openings = await realtor.call(`/api/calendly/availability?${query}`);
  const [slot] = availabilitySchema.parse(await openings.json()).slots.slice(3);
  if (type === null || slot === undefined) throw new Error("Nothing is open.");

  const eventTypeId = uuidOf(await programme.eventTypeUri(coachEmail, type.schedulingUrl));
  const booked = programme.sandbox.world.book({
    eventTypeId,
    startTime: slot.startAt,
    invitee: { name: "Jordan Blake", email: realtorEmail, timezone: "America/Chicago" },
    answers: [],
    guests: [],
    location: { kind: "outbound_call", location: "+1 312-555-0147" },
    tracking: null,
    method: "page",
  });
  if (booked.kind !== "booked") throw new Error(JSON.stringify(booked));
  const eventUri = `${programme.sandbox.url}/scheduled_events/${booked.event.id}`;
  const reported = await realtor.call("/api/calendly/bookings", {
    method: "POST",
    body: { eventTypeId: type.id, eventUri, inviteeUri: `${eventUri}/invitees/${booked.invitee.id}` },
  });
  const booking = bookingSchema.parse(await reported.json());
  const bookingNow = async () =>
    bookingSchema.parse(await (await realtor.call(`/api/calendly/bookings/${booking.id}`)).json());
  await expect.poll(async () => (await bookingNow()).state, waiting).toBe("confirmed");
  const { sessionId } = await bookingNow();

  const seen = await coach.call(`/api/calendly/sessions/${sessionId}`);
  expect(sessionSchema.parse(await seen.json())).toMatchObject({ status: "active", startAt: slot.startAt });
  const reason = "I am unwell. Please pick another day.";
  const key = { "idempotency-key": "cancel-jordan-1" };
  const cancel = () =>
    coach.call(`/api/calendly/cancel_event/${sessionId}`, { method: "POST", body: { reason }, headers: key });
  const first = await cancel();
  expect([first.status, await first.clone().json()]).toMatchObject([200, { status: "canceled" }]);
  const again = await cancel();
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(await again.json()).toEqual(await first.json());

  const mailbox = async (person: SignedIn) => {
    const schema = pageOf(mailboxMessageSchema.pick({ id: true, calendarMethod: true, subject: true }));
    return schema.parse(await (await person.call("/api/mailbox")).json()).items;
  };
  for (const person of [coach, realtor]) {
    await expect
      .poll(async () => (await mailbox(person)).map((one) => one.calendarMethod), waiting)
      .toEqual(["CANCEL", "REQUEST"]);
    const invitations = await Promise.all(
      (await mailbox(person)).map(async ({ id }) =>
        mailboxMessageSchema.parse(await (await person.call(`/api/mailbox/${id}`)).json()),
      ),
    );
    expect(new Set(invitations.map((one) => one.invitation?.uid)).size).toBe(1);
  }
}, 60_000);

/** The sandbox's URI of an event type, found by its booking page. */
