import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RoutingForm } from "../resources/routing-forms/routing-form-records.ts";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, day, eventTypeOf, hour, meOf, startSandbox, tokenOf } from "../testing/stage.ts";
import { coaching, control, refusalOf } from "../testing/steer.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

describe("acting as a person", () => {
  it("books with nothing but an event type, moves, cancels, and marks", async () => {
    const booked = await control(sandbox, "POST", "/invitees", { eventType: `${sandbox.url}/${coaching}` });
    expect(booked.status).toBe(201);
    const id = booked.body.invitee.split("/").at(-1);
    const moved = await control(sandbox, "POST", `/invitees/${id}/reschedule`);
    expect(moved.body.event).not.toBe(booked.body.event);
    const movedId = moved.body.invitee.split("/").at(-1);
    expect((await control(sandbox, "POST", `/invitees/${movedId}/no-show`)).status).toBe(409);
    await sandbox.advance(14 * day);
    expect((await control(sandbox, "POST", `/invitees/${movedId}/no-show`)).status).toBe(201);
    expect((await control(sandbox, "DELETE", `/invitees/${movedId}/no-show`)).status).toBe(204);
    expect((await control(sandbox, "POST", `/invitees/${movedId}/cancel`)).status).toBe(409);

    const { invitee, event } = sandbox.act.book({ eventType: coaching, name: "Ken Sato", timeZone: "Asia/Tokyo" });
    expect(invitee).toMatchObject({ name: "Ken Sato", timeZone: "Asia/Tokyo", status: "active" });
    expect((await control(sandbox, "POST", `/scheduled-events/${event.id}/cancel`, { reason: "Ill" })).status).toBe(
      200,
    );
    expect(sandbox.getRecord("invitees", invitee.id).record).toMatchObject({
      status: "canceled",
      cancellation: { canceled_by: "Maya Okafor", reason: "Ill" },
    });
    expect(refusalOf(() => sandbox.act.cancel(invitee.id))).toBe("This invitee has canceled already.");
  });

  it("edits schedules and calendars, which opens and closes times", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    const { uri: eventType } = await eventTypeOf(client, "60-minute-coaching");
    const openings = () =>
      client.availableTimes({
        eventType,
        startTime: new Date(sandbox.now() + hour).toISOString(),
        endTime: new Date(sandbox.now() + 7 * day).toISOString(),
      });
    const before = (await openings()).length;
    const user = (await meOf(client)).uri.split("/").at(-1) ?? "";
    const made = await control(sandbox, "POST", `/users/${user}/calendars`, { kind: "google" });
    const calendar = made.body.calendar.id;
    const first = (await openings())[0]?.start_time ?? "";
    const entry = { startAt: first, endAt: new Date(Date.parse(first) + hour).toISOString() };
    const written = await control(sandbox, "POST", `/calendars/${calendar}/entries`, entry);
    expect((await openings()).length).toBeLessThan(before);
    await control(sandbox, "DELETE", `/entries/${written.body.entry.id}`);
    expect((await openings()).length).toBe(before);
    await control(sandbox, "PATCH", `/calendars/${calendar}`, { state: "broken" });
    expect(await openings().catch(() => [])).toEqual([]);
    await control(sandbox, "DELETE", `/calendars/${calendar}`);
    expect((await openings()).length).toBe(before);

    const schedules = sandbox.listRecords("schedules", { search: user, limit: 100 });
    const own = schedules.find(({ record }) => (record as { isDefault: boolean }).isDefault)?.key ?? "";
    await control(sandbox, "PATCH", `/schedules/${own}`, { rules: [] });
    expect(await openings()).toEqual([]);
    expect(refusalOf(() => sandbox.act.editSchedule(own, { timeZone: "Mars/Olympus" }))).toMatch(/time zone/);
  });

  it("holds a time that nobody else can book, until it is given back or has been held long enough", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    const { uri: eventType } = await eventTypeOf(client, "60-minute-coaching");
    const starts = async () => {
      const startTime = new Date(sandbox.now() + hour).toISOString();
      const endTime = new Date(sandbox.now() + 7 * day).toISOString();
      return (await client.availableTimes({ eventType, startTime, endTime })).map((one) => Date.parse(one.start_time));
    };
    const [, second = 0] = await starts();
    const held = await control(sandbox, "POST", "/holds", { eventType: coaching, startTime: second });
    expect([held.status, held.body.hold.startAt]).toEqual([201, second]);
    expect(await starts()).not.toContain(second);
    expect(await control(sandbox, "POST", "/holds", { eventType: coaching, startTime: second })).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/^Not held: .* is not an open time of 60-minute coaching\.$/) },
    });
    expect((await control(sandbox, "POST", "/invitees", { eventType: coaching, startTime: second })).status).toBe(409);
    expect((await control(sandbox, "DELETE", `/holds/${held.body.hold.id}`)).status).toBe(204);
    expect(await starts()).toContain(second);
    expect((await control(sandbox, "DELETE", `/holds/${held.body.hold.id}`)).status).toBe(404);

    sandbox.freeze();
    const first = (await starts()).at(0);
    expect(sandbox.act.holdSlot({ eventType: coaching }).startAt).toBe(first);
    const last = (await starts()).at(-1) ?? 0;
    sandbox.act.holdSlot({ eventType: coaching, startTime: last });
    expect(await starts()).not.toContain(last);
    await sandbox.advance(sandbox.listSettings().slotHeldFor);
    expect(sandbox.act.book({ eventType: coaching, startTime: last }).event.startAt).toBe(last);
  });

  it("makes, switches off and deletes event types", async () => {
    const made = await control(sandbox, "POST", "/event-types", {
      owner: "maya@northside.example",
      name: "Quick question",
      durationMinutes: 15,
    });
    expect(made.body.eventType).toMatchObject({ slug: "quick-question", active: true, kind: "solo" });
    const client = clientOf(sandbox, tokenOf("maya"));
    const read = () => client.request(endpoints.getEventType, { params: { uuid: made.body.eventType.id } });
    expect((await read()).resource).toMatchObject({ name: "Quick question", duration: 15 });
    await control(sandbox, "PATCH", `/event-types/${made.body.eventType.id}`, { active: false });
    expect((await read()).resource.active).toBe(false);
    expect((await control(sandbox, "DELETE", `/event-types/${made.body.eventType.id}`)).status).toBe(204);
    expect((await read()).resource.deleted_at).not.toBeNull();
  });

  it("answers a routing form by the names of its questions", async () => {
    const published = sandbox.listRecords("routingForms", { search: '"status":"published"' });
    const form = published[0]?.record as RoutingForm;
    expect(refusalOf(() => sandbox.act.answerForm(form.slug, { answers: {} }))).toMatch(/^Not submitted: /);
    const known = { email: "sam.rivera@visitor.example", phone: "+1 202-555-0100" } as Record<string, string>;
    const answers = Object.fromEntries(
      form.questions.map(({ name, type, choices }) => [name, choices?.[0] ?? known[type] ?? "Sam Rivera"]),
    );
    const answered = await control(sandbox, "POST", `/routing-forms/${form.slug}/submissions`, { answers });
    expect([answered.status, answered.body.submission.formId]).toEqual([201, form.id]);
    expect(sandbox.getRecord("routingSubmissions", answered.body.submission.id).record).toMatchObject({
      submitter: null,
    });
  });

  it("publishes the recap of a meeting that is over", async () => {
    const { event } = sandbox.act.book({ eventType: coaching });
    expect((await control(sandbox, "POST", `/scheduled-events/${event.id}/recap`)).status).toBe(409);
    sandbox.act.switchNotetaker(event.hostId, false);
    sandbox.setClock(event.endAt + hour);
    const { status, body } = await control(sandbox, "POST", `/scheduled-events/${event.id}/recap`, {
      summary: "A price.",
    });
    expect([status, body.recap?.summary]).toEqual([201, "A price."]);
    expect((await control(sandbox, "POST", `/scheduled-events/${event.id}/recap`)).status).toBe(409);
  });
});
