import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { callAs } from "../../testing/call.ts";
import {
  clientOf,
  codeOf,
  eventTypeOf,
  type FirstName,
  firstOpening,
  meOf,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const minute = 60_000;
const maya = () => clientOf(sandbox, tokenOf("maya"));
const send = (method: string, path: string, body?: unknown, who: FirstName = "maya") =>
  callAs(sandbox, who, method, path, body);
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

async function book(who: FirstName = "maya", email = "jordan@realty.example") {
  const client = clientOf(sandbox, tokenOf(who));
  const { uri } = await eventTypeOf(client, who === "tom" ? "45-minute-strategy-call" : "60-minute-coaching");
  const question = who === "tom" ? "Which market do you work in?" : "What would you like to work on?";
  const { resource } = await client.request(endpoints.createInvitee, {
    body: {
      event_type: uri,
      start_time: await firstOpening(sandbox, client, uri),
      invitee: { name: "Jordan Blake", email, timezone: "America/Chicago" },
      questions_and_answers: [{ question, answer: "Pricing", position: 0 }],
    },
  });
  const { resource: event } = await client.request(endpoints.getScheduledEvent, { params: { uuid: resource.event } });
  return { event, endAt: Date.parse(event.end_time) };
}

async function recapsOf(query: Record<string, string>) {
  return (await send("GET", `/meeting_recaps?${new URLSearchParams(query)}`)).body.collection;
}

describe("recaps", () => {
  it("are listed without their texts, read with them, and have a transcript", async () => {
    const client = maya();
    const { collection } = await client.request(endpoints.listMeetingRecaps);
    expect(collection.length).toBeGreaterThan(3);
    const [recap] = collection;
    const { resource } = await client.request(endpoints.getMeetingRecap, { params: { uuid: recap?.uri ?? "" } });
    const { summary_md, action_items_md, discussion_md, share_link, ...listed } = resource;
    expect(listed).toEqual(recap);
    expect(listed).toMatchObject({ status: "Available", transcript: `${recap?.uri}/transcript` });
    for (const text of [summary_md, action_items_md, discussion_md, share_link]) expect(text).toMatch(/\S/);
    expect(resource.attendees?.[0]).toEqual({
      host: true,
      user_email: "maya@northside.example",
      user_name: "Maya Okafor",
    });
    const transcript = await client.request(endpoints.getMeetingRecapTranscript, { params: { uuid: resource.uri } });
    expect(transcript.resource.uri).toBe(resource.transcript);
    expect(transcript.resource.text).toMatch(/^Maya Okafor: .+\n.+: /);
  });

  it("are filtered by event, time, status and attendee, newest first, in pages", async () => {
    const all = await recapsOf({});
    const starts = all.map(({ start_time }: { start_time: string }) => start_time);
    expect(starts).toEqual([...starts].sort().reverse());
    const [first, second] = all;
    expect(await recapsOf({ event: second.event })).toEqual([second]);
    expect(await recapsOf({ start_time: second.start_time, end_time: first.start_time })).toEqual([second]);
    const attendee = second.attendees[1].user_email;
    const met = all.filter(({ attendees }: typeof second) =>
      attendees.some(({ user_email }: { user_email: string }) => user_email === attendee),
    );
    expect(await recapsOf({ attendee: attendee.toUpperCase() })).toEqual(met);
    for (const recap of await recapsOf({ status: "unavailable" })) expect(recap.status).toBe("Unavailable");
    const page = await send("GET", "/meeting_recaps?count=1");
    expect(page.body.collection).toEqual([first]);
    expect((await send("GET", page.body.pagination.next_page)).body.collection).toEqual([second]);
  });

  it("are changed text by text, and deleted for good", async () => {
    const [recap] = await recapsOf({});
    const path = `/meeting_recaps/${idOf(recap.uri)}`;
    const changed = await send("PATCH", path, { summary_md: "Short.", action_items_md: null });
    expect(changed.body.resource).toMatchObject({ summary_md: "Short.", action_items_md: null });
    expect(changed.body.resource.discussion_md).toMatch(/\S/);
    expect(changed.body.resource.updated_at > recap.updated_at).toBe(true);
    expect((await send("GET", path)).body).toEqual(changed.body);
    expect(await send("DELETE", path)).toEqual({ status: 204, body: null });
    expect((await send("DELETE", path)).status).toBe(404);
    expect((await send("GET", `${path}/transcript`)).status).toBe(404);
  });

  it("refuse wrong requests, and are nobody else's", async () => {
    for (const query of [
      "status=Available",
      "status=lost",
      "count=0",
      "event=x",
      "attendee=nobody",
      "start_time=soon",
    ]) {
      expect((await send("GET", `/meeting_recaps?${query}`)).status, query).toBe(400);
    }
    const times = "start_time=2026-11-02T00:00:00Z&end_time=2026-11-01T00:00:00Z";
    expect((await send("GET", `/meeting_recaps?${times}`)).body.details[0].message).toBe(
      "start_time must be before end_time",
    );
    const [recap] = await recapsOf({});
    const path = `/meeting_recaps/${idOf(recap.uri)}`;
    for (const body of [{}, { summary: "x" }, { summary_md: 7 }, { discussion_md: ["x"] }]) {
      expect((await send("PATCH", path, body)).status, JSON.stringify(body)).toBe(400);
    }
    for (const [method, address, body] of [
      ["GET", path, undefined],
      ["PATCH", path, { summary_md: "x" }],
      ["DELETE", path, undefined],
      ["GET", `${path}/transcript`, undefined],
    ] as const) {
      expect((await send(method, address, body, "tom")).status).toBe(403);
      expect((await send(method, address.replace(idOf(recap.uri), "none"), body)).status).toBe(404);
    }
  });

  it("need a paid plan, and the notetaker", async () => {
    const [recap] = await recapsOf({});
    const calls = () =>
      Promise.all([
        send("GET", "/meeting_recaps"),
        send("GET", `/meeting_recaps/${idOf(recap.uri)}`),
        send("PATCH", `/meeting_recaps/${idOf(recap.uri)}`, { summary_md: "x" }),
        send("DELETE", `/meeting_recaps/${idOf(recap.uri)}`),
        send("GET", `/meeting_recaps/${idOf(recap.uri)}/transcript`),
      ]);
    sandbox.changeSettings({ notetaker: "unavailable" });
    for (const { status, body } of await calls()) {
      expect(status).toBe(403);
      expect(body.message).toMatch(/^Meeting recap access is not available/);
    }
    sandbox.changeSettings({ notetaker: "available" });
    sandbox.changePlan({ stage: "free" });
    for (const { status, body } of await calls()) {
      expect(status).toBe(403);
      expect(body.message).toBe("Please upgrade to a paid Calendly account");
    }
  });
});

describe("the notetaker", () => {
  it("writes while the meeting's end is near, and tells when it is done", async () => {
    const client = maya();
    const { uri: user, current_organization: organization } = await meOf(client);
    await client.request(endpoints.createWebhookSubscription, {
      body: {
        url: "http://127.0.0.1:9/recaps",
        events: ["meeting_recap.created", "meeting_recap.updated", "meeting_recap.deleted"],
        organization,
        user,
        scope: "user",
      },
    });
    const { event, endAt } = await book();
    await sandbox.advance(endAt - sandbox.now() - minute);
    expect(await recapsOf({ event: event.uri, status: "processing" })).toEqual([]);
    await sandbox.advance(minute);
    const [begun] = await recapsOf({ event: event.uri, status: "processing" });
    expect(begun.status).toBe("Processing");
    expect((await send("GET", begun.transcript)).status).toBe(404);
    expect((await send("GET", begun.uri)).body.resource).toMatchObject({ transcript: null, summary_md: null });
    await sandbox.advance(3 * minute);
    const [done] = await recapsOf({ event: event.uri });
    expect(done).toMatchObject({ uri: begun.uri, status: "Available", name: "60-minute coaching" });

    await send("PATCH", done.uri, { summary_md: "Short." });
    await send("DELETE", done.uri);
    const bodies = sandbox
      .listDeliveries()
      .filter((delivery) => delivery.event.startsWith("meeting_recap."))
      .map(({ body }) => JSON.parse(body))
      .filter(({ payload }) => payload.event.uri === event.uri);
    expect(bodies.map((body) => body.event)).toEqual([
      "meeting_recap.created",
      "meeting_recap.updated",
      "meeting_recap.deleted",
    ]);
    const [created, updated, deleted] = bodies.map(({ payload }) => payload);
    expect(created).toMatchObject({
      created_at: done.created_at,
      event: {
        uri: event.uri,
        name: event.name,
        start_time: event.start_time,
        end_time: event.end_time,
        attendees: done.attendees,
        location: { status: "pushed" },
      },
      recap: { uri: done.uri, transcript: done.transcript, created_at: done.created_at, updated_at: done.updated_at },
    });
    expect(updated).not.toHaveProperty("created_at");
    expect(updated.recap.summary_md).toBe("Short.");
    expect(deleted).toEqual({
      event: { uri: event.uri },
      recap: { uri: done.uri, deleted_at: expect.stringMatching(/\.\d{6}Z$/) },
    });
  });

  it("does not come to what was canceled, nor to people who switched it off", async () => {
    const client = maya();
    const canceled = await book();
    await client.request(endpoints.cancelScheduledEvent, { params: { uuid: canceled.event.uri } });
    const { uri } = await meOf(client);
    await sandbox.advance(canceled.endAt - sandbox.now() + 5 * minute);
    expect(await recapsOf({ event: canceled.event.uri })).toEqual([]);
    sandbox.world.switchNotetaker(idOf(uri), false);
    const quiet = await book();
    await sandbox.advance(quiet.endAt - sandbox.now() + 5 * minute);
    expect(await recapsOf({ event: quiet.event.uri })).toEqual([]);
  });

  it("comes to what is booked already when it is switched on", async () => {
    const id = idOf((await meOf(maya())).uri);
    sandbox.world.switchNotetaker(id, false);
    const { event, endAt } = await book();
    expect(sandbox.world.switchNotetaker(id, true)).toBe(true);
    expect(sandbox.world.switchNotetaker("nobody", true)).toBe(false);
    await sandbox.advance(endAt - sandbox.now() + 5 * minute);
    expect(await recapsOf({ event: event.uri })).toHaveLength(1);
  });

  it("can be spared: a recap is published by hand, once, of a meeting that is over", async () => {
    const id = idOf((await meOf(maya())).uri);
    sandbox.world.switchNotetaker(id, false);
    const { event, endAt } = await book();
    const eventId = idOf(event.uri);
    const publish = () => sandbox.world.publishRecap({ eventId, summary: "By hand." }).kind;
    expect(publish()).toBe("not_over");
    await sandbox.advance(endAt - sandbox.now() + minute);
    expect(publish()).toBe("published");
    expect(publish()).toBe("exists");
    expect(sandbox.world.publishRecap({ eventId: "none" }).kind).toBe("not_found");
    const [recap] = await recapsOf({ event: event.uri });
    const { resource } = await maya().request(endpoints.getMeetingRecap, { params: { uuid: recap.uri } });
    expect(resource.summary_md).toBe("By hand.");
    expect(await codeOf(maya().request(endpoints.getMeetingRecap, { params: { uuid: "none" } }))).toBe("not_found");
  });
});
