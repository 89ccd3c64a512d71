import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { invitees, sessions, webhookDeliveries } from "../../platform/database/schema.ts";
import type { BookingStory } from "../../testing/calendly-history.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { inviteeBody, signedRequest } from "../../testing/webhook-body.ts";
import { webhookJobs } from "./index.ts";
import { receiveWebhook } from "./receive-webhook.ts";

const keys = ["the-current-signing-key", "the-previous-signing-key"];
let server: TestContext;
let story: BookingStory;

beforeEach(async () => {
  const apiUrl = "http://127.0.0.1:4010";
  server = await createTestContext({
    config: {
      calendly: {
        apiUrl,
        authUrl: apiUrl,
        bookingUrl: apiUrl,
        assetsUrl: apiUrl,
        clientId: "id",
        clientSecret: "secret",
        webhookSigningKeys: keys,
      },
    },
  });
  const { context } = server;
  const coach = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  const connection = await seedConnection(context, coach, "maya");
  const eventType = await seedEventType(context, { coachId: coach.id, connectionId: connection.id }, "coaching");
  story = {
    apiUrl,
    hostUri: connection.userUri,
    eventTypeUri: eventType.uri,
    session: "e1",
    invitee: "i1",
    name: "Jordan Blake",
    email: "Jordan@Realty.example",
    startAt: "2026-11-23T15:00:00.000000Z",
    bookedAt: "2026-11-21T11:59:58.123456Z",
  };
});
afterEach(() => server.close());

type Signing = Parameters<typeof signedRequest>[2];
const receive = async (body: string | Uint8Array, how?: Signing) =>
  receiveWebhook(server.context, await signedRequest(server.context, body, how));
const inbox = () => server.context.database.select().from(webhookDeliveries);
const work = () => server.runJobs(webhookJobs(server.context));

describe("what is let in", () => {
  test("a delivery signed by the current or the previous key", async () => {
    expect(await receive(inviteeBody("invitee.created", story))).toEqual({ kind: "stored", duplicate: false });
    const other = inviteeBody("invitee.created", { ...story, invitee: "i2" });
    expect(await receive(other, { key: keys[1] ?? "" })).toEqual({ kind: "stored", duplicate: false });
  });

  test("nothing that is forged, altered or unsigned, and none of it is kept", async () => {
    const body = inviteeBody("invitee.created", story);
    expect(await receive(body, { key: "another-key" })).toEqual({ kind: "signature_invalid" });
    const genuine = await signedRequest(server.context, body);
    const altered = new Request(genuine.url, { method: "POST", headers: genuine.headers, body: `${body} ` });
    expect(await receiveWebhook(server.context, altered)).toEqual({ kind: "signature_invalid" });
    const unsigned = new Request(genuine.url, { method: "POST", body });
    expect(await receiveWebhook(server.context, unsigned)).toEqual({ kind: "signature_invalid" });
    const garbled = new Request(genuine.url, {
      method: "POST",
      headers: { "calendly-webhook-signature": "t=now,v1=zzzz" },
      body,
    });
    expect(await receiveWebhook(server.context, garbled)).toEqual({ kind: "signature_invalid" });
    expect(await inbox()).toEqual([]);
  });

  test("nothing signed more than 3 minutes ago or ahead", async () => {
    const body = inviteeBody("invitee.created", story);
    expect(await receive(body, { secondsAgo: 180 })).toMatchObject({ kind: "stored" });
    expect(await receive(body, { secondsAgo: 182 })).toEqual({ kind: "signature_stale" });
    expect(await receive(body, { secondsAgo: -182 })).toEqual({ kind: "signature_stale" });
  });

  test("nothing over 1 MiB, whatever its length claims to be", async () => {
    const huge = new Uint8Array(1024 * 1024 + 1);
    expect(await receive(huge)).toEqual({ kind: "too_large" });
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(256 * 1024));
      },
    });
    // Node wants `duplex` for a streamed body; the DOM's types do not know it.
    const streamed = { method: "POST", body: chunks, duplex: "half" };
    expect(await receiveWebhook(server.context, new Request("http://127.0.0.1/", streamed))).toEqual({
      kind: "too_large",
    });
  });
});

test("a U+0000 that an invitee typed does not keep their booking out of the mirror", async () => {
  await receive(inviteeBody("invitee.created", { ...story, name: "Jordan\0 Blake" }));
  expect(await work()).toMatchObject({ ran: 1, failed: 0 });
  expect(await server.context.database.select().from(invitees)).toMatchObject([{ name: "Jordan Blake" }]);
});

describe("what is kept", () => {
  test("a repeat is counted, not kept again", async () => {
    const body = inviteeBody("invitee.created", story);
    await receive(body);
    expect(await receive(body, { secondsAgo: 3 })).toEqual({ kind: "stored", duplicate: true });
    expect(await inbox()).toMatchObject([{ duplicates: 1 }]);
    expect(await work()).toMatchObject({ ran: 1, failed: 0 });
  });

  test("the same delivery at the same moment is one", async () => {
    const body = inviteeBody("invitee.created", story);
    const received = await Promise.all([receive(body), receive(body), receive(body)]);
    expect(received.filter((one) => one.kind === "stored" && !one.duplicate)).toHaveLength(1);
    expect(await inbox()).toMatchObject([{ duplicates: 2 }]);
  });

  test("the body is sealed, and opens in its own row alone", async () => {
    await receive(inviteeBody("invitee.created", story));
    const [row] = await inbox();
    expect(JSON.stringify(row)).not.toContain("Jordan");
    const sealed = row?.bodySealed ?? "";
    await expect(server.context.sealer.open(sealed, "webhook_deliveries.body_sealed:dlv_other")).rejects.toThrow();
  });

  test.each([
    ["not JSON", "hello", "The body is not JSON."],
    ["not even text", Uint8Array.from([0xff, 0xfe, 0x00]), "The body is not JSON."],
    ["JSON of another shape", '{"a":1}', "The body is not a webhook of Calendly."],
    [
      "an event that nobody has heard of",
      '{"event":"invitee.levitated","created_at":"2026-11-21T12:00:00.000000Z","created_by":null,"payload":{}}',
      "Nothing here depends on this kind of event.",
    ],
  ])("what is signed but %s is acknowledged and kept with the reason", async (_, body, reason) => {
    expect(await receive(body)).toEqual({ kind: "stored", duplicate: false });
    expect(await receive(body)).toEqual({ kind: "stored", duplicate: true });
    expect(await inbox()).toMatchObject([{ state: "ignored", reason }]);
    expect(await work()).toMatchObject({ ran: 0 });
  });
});

describe("what is applied", () => {
  test("a booking appears in the mirror, with the address in lower case", async () => {
    await receive(inviteeBody("invitee.created", story));
    await work();
    expect(await inbox()).toMatchObject([{ state: "applied", attempts: 1, reason: null }]);
    expect(await server.context.database.select().from(sessions)).toMatchObject([{ status: "active" }]);
    const [invitee] = await server.context.database.select().from(invitees);
    expect(invitee).toMatchObject({
      email: "jordan@realty.example",
      cancelUrl: "http://127.0.0.1:4010/cancellations/i1",
      questionsAndAnswers: [{ question: "What shall we talk about?", answer: "Listings" }],
    });
  });

  test("links of another origin than the configured booking pages are left out", async () => {
    const foreign = { cancel_url: "https://evil.example/cancellations/i1", reschedule_url: "javascript:alert(1)" };
    await receive(inviteeBody("invitee.created", story, { payload: foreign }));
    await work();
    const [invitee] = await server.context.database.select().from(invitees);
    expect(invitee).toMatchObject({ cancelUrl: null, rescheduleUrl: null });
  });

  test("a no-show that is marked, revoked and marked again is three deliveries, and stays marked", async () => {
    const mark = (id: string, at: string) => ({
      no_show: { uri: `${story.apiUrl}/invitee_no_shows/${id}`, created_at: at },
    });
    const bodies = [
      inviteeBody("invitee_no_show.created", story, {
        payload: mark("n1", "2026-11-21T11:00:00.000000Z"),
        createdAt: "2026-11-21T11:00:00.000000Z",
      }),
      inviteeBody("invitee_no_show.deleted", story, { createdAt: "2026-11-21T11:01:00.000000Z" }),
      inviteeBody("invitee_no_show.created", story, {
        payload: mark("n2", "2026-11-21T11:02:00.000000Z"),
        createdAt: "2026-11-21T11:02:00.000000Z",
      }),
    ];
    for (const body of bodies.toReversed()) expect(await receive(body)).toMatchObject({ duplicate: false });
    await work();
    const [invitee] = await server.context.database.select().from(invitees);
    expect(invitee?.noShowUri).toBe(`${story.apiUrl}/invitee_no_shows/n2`);
  });

  test("a delivery about somebody who is not connected is ignored, and says so", async () => {
    await receive(inviteeBody("invitee.created", { ...story, hostUri: `${story.apiUrl}/users/stranger` }));
    await work();
    expect(await inbox()).toMatchObject([
      { state: "ignored", reason: "None of the session's hosts is connected here." },
    ]);
  });

  test("a payload that is not as Calendly describes it is dead at once, and names the field but no value", async () => {
    await receive(inviteeBody("invitee.created", story, { session: { start_time: "Monday, for Jordan" } }));
    expect(await work()).toMatchObject({ failed: 0 });
    const [row] = await inbox();
    expect(row).toMatchObject({ state: "dead" });
    expect(row?.reason).toContain("payload.scheduled_event.start_time");
    expect(row?.reason).not.toContain("Jordan");
  });

  test("a delivery that was altered in the database is not applied, and says so", async () => {
    await receive(inviteeBody("invitee.created", story));
    const { database } = server.context;
    await database
      .update(webhookDeliveries)
      .set({ bodySealed: "tampered" })
      .where(eq(webhookDeliveries.state, "received"));
    expect(await work()).toMatchObject({ failed: 1 });
    expect(await inbox()).toMatchObject([{ state: "failed", reason: "Applying failed: SealBroken." }]);
    expect(await database.select().from(sessions)).toEqual([]);
  });
});
