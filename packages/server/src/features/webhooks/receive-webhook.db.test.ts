import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { invitees, sessions, webhookDeliveries, webhookRefusals } from "../../platform/database/schema.ts";
import type { BookingStory } from "../../testing/calendly-history.ts";
import { createTestInbox, signingKeys, type TestInbox } from "../../testing/inbox.ts";
import { inviteeBody, signedRequest } from "../../testing/webhook-body.ts";
import { receiveWebhook } from "./receive-webhook.ts";

let server: TestInbox;
let story: BookingStory;

beforeEach(async () => {
  server = await createTestInbox();
  story = server.story;
});
afterEach(() => server.close());

const receive: TestInbox["receive"] = (body, how) => server.receive(body, how);
const inbox = () => server.rows();
const work = () => server.work();
const refusals = () => server.context.database.select().from(webhookRefusals);

describe("what is let in", () => {
  test("a delivery signed by the current or the previous key", async () => {
    expect(await receive(inviteeBody("invitee.created", story))).toEqual({ kind: "stored", duplicate: false });
    const other = inviteeBody("invitee.created", { ...story, invitee: "i2" });
    expect(await receive(other, { key: signingKeys[1] ?? "" })).toEqual({ kind: "stored", duplicate: false });
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
    const counted = Object.fromEntries((await refusals()).map(({ reason, count }) => [reason, count]));
    expect(counted).toEqual({ mismatch: 2, missing: 1, malformed: 1 });
  });

  test("nothing signed more than 3 minutes ago or ahead", async () => {
    const body = inviteeBody("invitee.created", story);
    expect(await receive(body, { secondsAgo: 180 })).toMatchObject({ kind: "stored" });
    expect(await receive(body, { secondsAgo: 182 })).toEqual({ kind: "signature_stale" });
    expect(await receive(body, { secondsAgo: -182 })).toEqual({ kind: "signature_stale" });
    expect((await refusals()).map(({ reason }) => reason).sort()).toEqual(["future", "stale"]);
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
    expect(await refusals()).toMatchObject([{ reason: "too_large", count: 2 }]);
  });

  test.each([
    ["without a length", {}],
    ["with the length it promised", { "content-length": "2000" }],
  ])("nothing that trickles for more than 10 seconds, %s; it is not read on", async (_, headers) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let canceled = false;
      const trickle = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
        cancel() {
          canceled = true;
        },
      });
      const init = { method: "POST", headers, body: trickle, duplex: "half" };
      const received = receiveWebhook(server.context, new Request("http://127.0.0.1/", init));
      await vi.advanceTimersByTimeAsync(9_999);
      expect(await Promise.race([received, "still reading"])).toBe("still reading");
      await vi.advanceTimersByTimeAsync(1);
      vi.useRealTimers();
      expect(await received).toEqual({ kind: "too_slow" });
      // Of a body with a length the HTTP server lets go: it closes the connection after the answer.
      if (!("content-length" in headers)) expect(canceled).toBe(true);
      expect(await refusals()).toMatchObject([{ reason: "too_slow", count: 1 }]);
    } finally {
      vi.useRealTimers();
    }
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
    ["empty", "", "The body is not JSON."],
    ["cut short", '{"event":"invitee.created","payload":{"name":"Jor', "The body is not JSON."],
    ["not UTF-8", Uint8Array.from([0xff, 0xfe, 0x00]), "The body is not text in UTF-8, which JSON always is."],
    ["compressed", gzipSync('{"event":"invitee.created"}'), "The body is not text in UTF-8, which JSON always is."],
    ["UTF-16", Buffer.from('{"event":"invitee.created"}', "utf16le"), "The body is not JSON."],
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
    const earlier = { ...story, bookedAt: "2026-11-21T10:00:00.000000Z" };
    const mark = (id: string, at: string) => ({
      no_show: { uri: `${story.apiUrl}/invitee_no_shows/${id}`, created_at: at },
    });
    const bodies = [
      inviteeBody("invitee_no_show.created", earlier, {
        payload: mark("n1", "2026-11-21T11:00:00.000000Z"),
        createdAt: "2026-11-21T11:00:00.000000Z",
      }),
      inviteeBody("invitee_no_show.deleted", earlier, { createdAt: "2026-11-21T11:01:00.000000Z" }),
      inviteeBody("invitee_no_show.created", earlier, {
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

  test("of a name that is written twice the last counts, when it is filed and when it is applied", async () => {
    const body = inviteeBody("invitee.created", story);
    await receive(body.replace('"event":"invitee.created"', '"event":"invitee.levitated","event":"invitee.created"'));
    await receive(body.replace('"name":"Jordan Blake"', '"name":"Someone Else","name":"Jordan Blake"'));
    expect(await inbox()).toMatchObject([{ eventName: "invitee.created", duplicates: 1 }]);
    await work();
    expect(await server.context.database.select().from(invitees)).toMatchObject([{ name: "Jordan Blake" }]);
  });

  test("a record that claims to be of a time after its own signature does not get the last word", async () => {
    const future = "2031-01-01T00:00:00.000000Z";
    await receive(
      inviteeBody("invitee.created", { ...story, name: "From the future" }, { payload: { updated_at: future } }),
    );
    await receive(inviteeBody("invitee.created", story));
    await work();
    const states = (await inbox()).map(({ state, reason }) => [state, reason]);
    expect(states).toContainEqual(["dead", expect.stringContaining("2031-01-01T00:00:00Z")]);
    expect(states).toContainEqual(["applied", null]);
    expect(await server.context.database.select().from(invitees)).toMatchObject([{ name: "Jordan Blake" }]);
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
    expect(await work()).toMatchObject({ ran: 1, failed: 0 });
    expect(await inbox()).toMatchObject([{ state: "dead", reason: expect.stringMatching(/cannot be opened.*replay/) }]);
    expect(await database.select().from(sessions)).toEqual([]);
  });
});
