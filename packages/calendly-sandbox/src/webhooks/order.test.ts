import { endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, startReceiver, startSandbox, tokenOf } from "../testing/stage.ts";
import { bookMaya, subscribeMaya } from "../testing/webhook-scene.ts";

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox();
  sandbox.freeze();
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const received = () => receiver.received.map(({ text }) => JSON.parse(text).payload.uri as string);

describe("a webhook that is to be reordered", () => {
  it("arrives after as many later ones as asked, and only once", async () => {
    await subscribeMaya(sandbox, receiver.url);
    sandbox.addFault({ kind: "webhook", reorder: 2, count: 1 });
    const first = await bookMaya(sandbox, 0);
    const second = await bookMaya(sandbox, 1);
    await sandbox.settle();
    expect(received()).toEqual([second.uri]);
    const third = await bookMaya(sandbox, 2);
    await sandbox.advance(2_000);
    expect(received()).toEqual([second.uri, third.uri, first.uri]);
  });

  it("arrives in the end where nothing follows it", async () => {
    await subscribeMaya(sandbox, receiver.url);
    sandbox.addFault({ kind: "webhook", reorder: 1, count: 1 });
    const only = await bookMaya(sandbox);
    await sandbox.settle();
    expect(received()).toEqual([]);
    await sandbox.advance(60_000);
    expect(received()).toEqual([only.uri]);
  });

  it("is passed by a cancellation, so that a receiver learns of the end before the beginning", async () => {
    await subscribeMaya(sandbox, receiver.url);
    sandbox.addFault({ kind: "webhook", event: "invitee.created", reorder: 1, count: 1 });
    const { event } = await bookMaya(sandbox);
    await clientOf(sandbox, tokenOf("maya")).request(endpoints.cancelScheduledEvent, { params: { uuid: event } });
    await sandbox.advance(2_000);
    expect(receiver.received.map(({ text }) => JSON.parse(text).event)).toEqual([
      "invitee.canceled",
      "invitee.created",
    ]);
  });
});

describe("the wait before a webhook", () => {
  async function waits(seed: number) {
    const settings = { webhookDelay: 1_000, webhookJitter: 5_000 };
    const waiting = await startSandbox({ seed, settings });
    try {
      waiting.freeze();
      await subscribeMaya(waiting, receiver.url);
      const began = waiting.now();
      for (let booking = 0; booking < 5; booking += 1) await bookMaya(waiting);
      return waiting.listDeliveries().map(({ dueAt }) => dueAt - began);
    } finally {
      await waiting.close();
    }
  }

  it("is as long as the settings say, the same for the same seed, another for another", async () => {
    const first = await waits(1);
    expect(first).toHaveLength(5);
    for (const wait of first) {
      expect(wait).toBeGreaterThanOrEqual(1_000);
      expect(wait).toBeLessThanOrEqual(6_000);
    }
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(await waits(1)).toEqual(first);
    expect(await waits(2)).not.toEqual(first);
  });
});

describe("a replay", () => {
  it("of many sends each once more, in their order, but not to subscriptions that are over", async () => {
    const kept = await subscribeMaya(sandbox, receiver.url);
    const gone = await subscribeMaya(sandbox, `${receiver.url}/gone`);
    const uris = [(await bookMaya(sandbox)).uri, (await bookMaya(sandbox)).uri];
    await sandbox.settle();
    expect(receiver.received).toHaveLength(4);
    const client = clientOf(sandbox, tokenOf("maya"));
    await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: gone.uri } });
    const again = sandbox.replayAll({ status: "delivered" });
    expect(again.map(({ subscriptionId }) => subscriptionId)).toEqual(Array(2).fill(kept.uri.split("/").at(-1)));
    await sandbox.settle();
    expect(received().slice(4).toSorted()).toEqual(uris.toSorted());
    expect(sandbox.replay("nothing")).toBeNull();
  });
});
