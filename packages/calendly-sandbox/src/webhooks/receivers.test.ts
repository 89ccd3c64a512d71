import { verifyWebhook } from "@punctual/calendly";
import { afterEach, describe, expect, it } from "vitest";
import type { Sandbox, SandboxOptions } from "../sandbox.ts";
import { type OddReceiver, startHttpReceiver, startHttpsReceiver, startRawReceiver } from "../testing/odd-receiver.ts";
import { startReceiver, startSandbox } from "../testing/stage.ts";
import { bookMaya, subscribeMaya } from "../testing/webhook-scene.ts";

let sandbox: Sandbox;
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await sandbox.close();
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function start(settings: NonNullable<SandboxOptions["settings"]> = {}) {
  sandbox = await startSandbox({ settings });
  sandbox.freeze();
}

function keep<Receiver extends { close(): Promise<void> }>(receiver: Receiver): Receiver {
  opened.push(receiver);
  return receiver;
}

/** What became of the first try to deliver to a receiver. */
async function tryAt(receiver: OddReceiver) {
  keep(receiver);
  await subscribeMaya(sandbox, receiver.url);
  await bookMaya(sandbox);
  await sandbox.settle();
  const attempt = sandbox.listDeliveries()[0]?.attempts[0];
  if (attempt === undefined) throw new Error("Nothing was tried");
  return attempt;
}

describe("the log of a delivery", () => {
  it("holds each try with what was sent, the signature of that try included, and what was answered", async () => {
    await start();
    let calls = 0;
    const receiver = keep(
      await startHttpReceiver((_request, response) => {
        calls += 1;
        response.writeHead(calls === 1 ? 500 : 202).end(calls === 1 ? "the disk is full" : "thanks");
      }),
    );
    await subscribeMaya(sandbox, receiver.url, { signing_key: "a key" });
    await bookMaya(sandbox);
    await sandbox.advance(60_000);
    const [delivery] = sandbox.listDeliveries();
    expect(delivery?.attempts).toMatchObject([
      { status: 500, trouble: null, answer: "the disk is full" },
      { status: 202, trouble: null, answer: "thanks" },
    ]);
    for (const { requestHeaders, milliseconds } of delivery?.attempts ?? []) {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(Object.keys(requestHeaders)).toEqual(["Content-Type", "User-Agent", "Calendly-Webhook-Signature"]);
      const verdict = await verifyWebhook({
        rawBody: new TextEncoder().encode(delivery?.body ?? ""),
        header: requestHeaders["Calendly-Webhook-Signature"] ?? null,
        keys: ["a key"],
        now: Date.now(),
      });
      expect(verdict).toMatchObject({ ok: true });
    }
  });
});

describe("a receiver", () => {
  it("by https is believed when somebody vouches for it, or when the setting says to believe anybody", async () => {
    await start();
    const answer = () => startHttpsReceiver((_request, response) => response.writeHead(200).end());
    expect(await tryAt(await answer())).toMatchObject({
      status: null,
      trouble: expect.stringContaining("certificate"),
    });
    await sandbox.close();
    await start({ webhookCertificates: "any" });
    expect(await tryAt(await answer())).toMatchObject({ status: 200, trouble: null });
  });

  it("that never answers, or never takes the connection further, is given up after the timeouts", async () => {
    await start({ webhookReadTimeout: 50 });
    expect(await tryAt(await startHttpReceiver(() => undefined))).toMatchObject({
      status: null,
      trouble: "no answer in time",
    });
    await sandbox.close();
    await start({ webhookConnectTimeout: 50 });
    // Takes the connection and says nothing: by https it never stands.
    const silent = await startRawReceiver(() => undefined);
    const silentHttps = { ...silent, url: silent.url.replace("http:", "https:") };
    expect(await tryAt(silentHttps)).toMatchObject({ status: null, trouble: "no connection in time" });
  });

  it("whose answer is huge, or never ends, counts by its status and is not read on", async () => {
    await start({ webhookReadTimeout: 200 });
    const huge = await startHttpReceiver((_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.writable && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    const attempt = await tryAt(huge);
    expect([attempt.status, attempt.answer]).toEqual([200, "x".repeat(2_000)]);
    await sandbox.close();
    await start({ webhookReadTimeout: 200 });
    const endless = await startHttpReceiver((_request, response) => {
      response.writeHead(201).write("wait for it");
    });
    expect(await tryAt(endless)).toMatchObject({ status: 201, answer: "wait for it" });
  });

  it("that speaks no HTTP, or hangs up, has failed", async () => {
    await start();
    const nonsense = await startRawReceiver((socket) => socket.once("data", () => socket.end("SSH-2.0-what?\r\n")));
    expect(await tryAt(nonsense)).toMatchObject({ status: null, trouble: expect.any(String) });
    await sandbox.close();
    await start();
    const rude = await startRawReceiver((socket) => socket.once("data", () => socket.destroy()));
    expect(await tryAt(rude)).toMatchObject({ status: null, trouble: expect.any(String), answer: null });
  });

  it("that hangs holds up nobody else's deliveries, nor its own later ones for long", async () => {
    await start({ webhookReadTimeout: 600_000 });
    const hanging = keep(await startHttpReceiver(() => undefined));
    const prompt = keep(await startReceiver());
    await subscribeMaya(sandbox, hanging.url);
    await subscribeMaya(sandbox, prompt.url);
    for (let booking = 0; booking < 8; booking += 1) await bookMaya(sandbox);
    await expect.poll(() => prompt.received.length, { timeout: 10_000 }).toBe(8);
    expect(sandbox.listDeliveries({ status: "pending" })).toHaveLength(8);
  });

  it("that hangs holds up nobody else's deliveries however many wait for it", async () => {
    await start({ webhookReadTimeout: 600_000 });
    const hanging = keep(await startHttpReceiver(() => undefined));
    await subscribeMaya(sandbox, hanging.url);
    await bookMaya(sandbox);
    const [delivery] = sandbox.listDeliveries();
    for (let copy = 0; copy < 1_200; copy += 1) sandbox.replay(delivery?.id ?? "");
    const prompt = keep(await startReceiver());
    await subscribeMaya(sandbox, prompt.url);
    await bookMaya(sandbox, 1);
    await expect.poll(() => prompt.received.length, { timeout: 5_000 }).toBe(1);
  });
});
