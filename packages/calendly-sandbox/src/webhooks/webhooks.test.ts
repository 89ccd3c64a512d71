import { endpoints, inviteePayloadSchema, verifyWebhook, webhookEnvelopeSchema } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import {
  clientOf,
  day,
  eventTypeOf,
  firstOpening,
  hour,
  meOf,
  type Received,
  startReceiver,
  startSandbox,
  tokenOf,
} from "../testing/stage.ts";

const key = "a-key-of-the-subscription";
let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let answer: (received: Received, at: number) => number;

beforeEach(async () => {
  answer = () => 200;
  receiver = await startReceiver((received, at) => answer(received, at));
  sandbox = await startSandbox();
  // Time moves in these tests only when they move it.
  sandbox.freeze();
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const maya = () => clientOf(sandbox, tokenOf("maya"));

async function subscribe(more: { url?: string; signing_key?: string } = { signing_key: key }) {
  const me = await meOf(maya());
  const { resource } = await maya().request(endpoints.createWebhookSubscription, {
    body: {
      url: receiver.url,
      events: ["invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted"],
      organization: me.current_organization,
      user: me.uri,
      scope: "user",
      ...more,
    },
  });
  return resource;
}

async function book(skip = 0) {
  const { uri } = await eventTypeOf(maya(), "60-minute-coaching");
  const start = await firstOpening(sandbox, maya(), uri, skip);
  const { resource } = await maya().request(endpoints.createInvitee, {
    body: {
      event_type: uri,
      start_time: start,
      invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata" },
      questions_and_answers: [{ question: "What would you like to work on?", answer: "Zoë's listing", position: 0 }],
    },
  });
  return resource;
}

describe("a delivery", () => {
  it("is signed over its exact bytes and matches the documented payload", async () => {
    const subscription = await subscribe();
    const invitee = await book();
    await sandbox.settle();
    const [received] = receiver.received;
    if (received === undefined) throw new Error("Nothing was received");
    const verdict = await verifyWebhook({
      rawBody: received.body,
      header: received.signature,
      keys: ["older key", key],
      now: Date.now(),
    });
    expect(verdict).toMatchObject({ ok: true, keyIndex: 1 });
    expect(JSON.stringify(JSON.parse(received.text))).toBe(received.text);

    const envelope = webhookEnvelopeSchema.parse(JSON.parse(received.text));
    expect(envelope).toMatchObject({ event: "invitee.created", created_by: subscription.creator });
    expect(envelope.created_at).toMatch(/\.000000Z$/);
    const payload = inviteePayloadSchema.parse(envelope.payload);
    expect(payload).toMatchObject({ uri: invitee.uri, status: "active", scheduled_event: { status: "active" } });
    const raw = envelope.payload as Record<string, unknown>;
    const event = raw["scheduled_event"] as Record<string, unknown>;
    expect(Object.keys(raw)).toEqual(Object.keys(raw).toSorted());
    expect(Object.keys(event)).toEqual(Object.keys(event).toSorted());
    expect(Object.keys(event["invitees_counter"] as object)).toEqual(["total", "active", "limit"]);
    expect(event).not.toHaveProperty("calendar_event");
    expect(event).not.toHaveProperty("cancellation");
    expect(raw).not.toHaveProperty("cancellation");
    expect(event["event_memberships"]).toEqual([
      { user: subscription.user, user_email: "maya@northside.example", user_name: "Maya Okafor" },
    ]);
  });

  it("tells of a cancellation on the invitee and on the event", async () => {
    await subscribe();
    const invitee = await book();
    await maya().request(endpoints.cancelScheduledEvent, {
      params: { uuid: invitee.event },
      body: { reason: "Unwell" },
    });
    await sandbox.settle();
    expect(receiver.received).toHaveLength(2);
    const { event, payload } = JSON.parse(receiver.received[1]?.text ?? "{}");
    const cancellation = { canceled_by: "Maya Okafor", canceler_type: "host", reason: "Unwell" };
    expect([event, payload.status, payload.scheduled_event.status]).toEqual([
      "invitee.canceled",
      "canceled",
      "canceled",
    ]);
    expect(payload.cancellation).toMatchObject(cancellation);
    expect(payload.scheduled_event.cancellation).toEqual(payload.cancellation);
    expect(payload.updated_at > invitee.updated_at).toBe(true);
  });

  it("comes twice for a reschedule, and its halves name each other", async () => {
    await subscribe();
    const invitee = await book();
    const { uri } = await eventTypeOf(maya(), "60-minute-coaching");
    const startTime = await firstOpening(sandbox, maya(), uri, 3);
    sandbox.world.rescheduleByInvitee({ inviteeUuid: invitee.uri.split("/").at(-1) ?? "", startTime });
    await sandbox.settle();
    const bodies = receiver.received.slice(1).map((one) => JSON.parse(one.text));
    bodies.sort((a, b) => (a.event < b.event ? -1 : 1));
    const [canceled, created] = bodies;
    expect([canceled.event, created.event]).toEqual(["invitee.canceled", "invitee.created"]);
    expect(canceled.payload).toMatchObject({ rescheduled: true, new_invitee: created.payload.uri });
    expect(created.payload).toMatchObject({ rescheduled: false, old_invitee: canceled.payload.uri });
    expect(created.payload.event).not.toBe(canceled.payload.event);
  });

  it("carries the origin by which its subscription was made", async () => {
    const headers = {
      authorization: `Bearer ${tokenOf("maya")}`,
      "x-forwarded-proto": "https",
      "x-forwarded-host": "api.calendly.com",
    };
    const { resource: me } = await (await fetch(`${sandbox.url}/users/me`, { headers })).json();
    expect(me.uri).toMatch(/^https:\/\/api\.calendly\.com\/users\//);
    expect(me.scheduling_url).toBe("https://calendly.com/maya-okafor");
    const body = new URLSearchParams([
      ["url", receiver.url],
      ["events[]", "invitee.created"],
      ["scope", "user"],
      ["user", me.uri],
      ["organization", me.current_organization],
    ]);
    const made = await fetch(`${sandbox.url}/webhook_subscriptions`, { method: "POST", headers, body });
    expect(made.status).toBe(201);
    await book();
    await sandbox.settle();
    const { payload } = JSON.parse(receiver.received[0]?.text ?? "{}");
    expect(payload.uri).toMatch(/^https:\/\/api\.calendly\.com\/scheduled_events\//);
    expect(payload.cancel_url).toMatch(/^https:\/\/calendly\.com\/cancellations\//);
    // A personal token without a key of its own signs nothing.
    expect(receiver.received[0]?.signature).toBeNull();
  });
});

describe("a receiver that fails", () => {
  it("is tried again after one minute, then two, then four, until it answers", async () => {
    answer = (_received, at) => (at < 4 ? 500 : 204);
    const subscription = await subscribe();
    await book();
    await sandbox.settle();
    expect(receiver.received).toHaveLength(1);
    await sandbox.advance(59_000);
    expect(receiver.received).toHaveLength(1);
    await sandbox.advance(1_000);
    expect(receiver.received).toHaveLength(2);
    const failing = await maya().request(endpoints.getWebhookSubscription, {
      params: { uuid: subscription.uri },
    });
    expect(failing.resource.retry_started_at).not.toBeNull();
    await sandbox.advance(6 * 60_000);
    expect(receiver.received).toHaveLength(4);
    expect(sandbox.listDeliveries()).toMatchObject([{ status: "delivered" }]);
    const healed = await maya().request(endpoints.getWebhookSubscription, {
      params: { uuid: subscription.uri },
    });
    expect(healed.resource).toMatchObject({ state: "active", retry_started_at: null });
  });

  it("does not block other deliveries, and a redirect is a failure", async () => {
    answer = (received) => (received.text.includes("invitee.created") ? 302 : 200);
    await subscribe();
    const invitee = await book();
    await maya().request(endpoints.cancelScheduledEvent, { params: { uuid: invitee.event } });
    await sandbox.settle();
    expect(sandbox.listDeliveries().map((delivery) => delivery.status)).toEqual(["pending", "delivered"]);
  });

  it("loses its subscription when nothing arrives for 24 hours", async () => {
    answer = () => 503;
    const subscription = await subscribe();
    await book();
    await sandbox.advance(day + hour);
    const [delivery] = sandbox.listDeliveries();
    expect(delivery?.status).toBe("failed");
    expect(delivery?.attempts.length).toBe(12);
    const over = await maya().request(endpoints.getWebhookSubscription, { params: { uuid: subscription.uri } });
    expect(over.resource.state).toBe("disabled");
    await book(3);
    await sandbox.settle();
    expect(sandbox.listDeliveries()).toHaveLength(1);
  });

  it("may be missing altogether", async () => {
    await subscribe({ url: "http://127.0.0.1:9/nobody", signing_key: key });
    await book();
    await sandbox.settle();
    expect(sandbox.listDeliveries()[0]?.attempts[0]).toMatchObject({ status: null });
  });
});

describe("faults", () => {
  it("drops, doubles and delays webhooks", async () => {
    await subscribe();
    sandbox.addFault({ kind: "webhook", drop: true, count: 1 });
    await book(0);
    await sandbox.settle();
    expect(receiver.received).toHaveLength(0);
    sandbox.addFault({ kind: "webhook", double: true, count: 1 });
    await book(1);
    await sandbox.settle();
    expect(receiver.received.map((one) => one.text)).toEqual(Array(2).fill(receiver.received[0]?.text));
    sandbox.addFault({ kind: "webhook", delay: hour, count: 1 });
    await book(2);
    await sandbox.settle();
    expect(receiver.received).toHaveLength(2);
    await sandbox.advance(hour);
    expect(receiver.received).toHaveLength(3);
    expect(sandbox.listFaults()).toEqual([]);
  });

  it("can be told to send a delivery once more", async () => {
    await subscribe();
    await book();
    await sandbox.settle();
    sandbox.replay(sandbox.listDeliveries()[0]?.id ?? "");
    await sandbox.settle();
    expect(receiver.received.map((one) => one.text)).toEqual(Array(2).fill(receiver.received[0]?.text));
  });
});

describe("subscriptions", () => {
  it("are unique by address, listed by scope, and gone when deleted", async () => {
    const subscription = await subscribe();
    await expect(subscribe()).rejects.toMatchObject({ code: "already_exists", status: 409 });
    const { organization, user } = subscription;
    const list = () =>
      maya().request(endpoints.listWebhookSubscriptions, { query: { organization, user: user ?? "", scope: "user" } });
    expect((await list()).collection).toEqual([subscription]);
    expect(subscription).not.toHaveProperty("signing_key");
    await maya().request(endpoints.deleteWebhookSubscription, { params: { uuid: subscription.uri } });
    expect((await list()).collection).toEqual([]);
    await book();
    await sandbox.settle();
    expect(receiver.received).toEqual([]);
  });

  it("of the organization are for admins, and hear of every host", async () => {
    const { current_organization: organization } = await meOf(maya());
    const body = {
      url: receiver.url,
      events: ["invitee.created"] as const,
      organization,
      scope: "organization" as const,
    };
    const subscribeAs = (who: "ada" | "maya") =>
      clientOf(sandbox, tokenOf(who)).request(endpoints.createWebhookSubscription, {
        body: { ...body, events: [...body.events] },
      });
    await expect(subscribeAs("maya")).rejects.toMatchObject({ code: "permission_denied" });
    await subscribeAs("ada");
    await book();
    await sandbox.settle();
    expect(receiver.received).toHaveLength(1);
  });
});
