import fc from "fast-check";
import { describe, expect, it } from "vitest";
import writtenVectors from "../fixtures/webhook-vectors.json" with { type: "json" };
import { webhookVectors } from "../fixtures/webhook-vectors.ts";
import { signWebhook, verifyWebhook } from "../index.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const bodies = fc.uint8Array({ maxLength: 2_000 });
const keys = fc.string({ minLength: 1, maxLength: 80, unit: "grapheme" });
const timestamps = fc.integer({ min: 0, max: 4_102_444_800 });

describe("verifyWebhook", () => {
  it.each(webhookVectors)("judges a delivery made by another implementation: $name", async (vector) => {
    const { rawBody, expected, name: _, ...request } = vector;
    expect(await verifyWebhook({ ...request, rawBody: encode(rawBody) })).toEqual(expected);
  });

  it("has its vectors written out for others, unchanged", () => {
    expect(writtenVectors).toEqual(webhookVectors);
  });

  it("accepts whatever the signer signed, body, key and time being arbitrary", async () => {
    await fc.assert(
      fc.asyncProperty(bodies, keys, timestamps, async (rawBody, key, timestamp) => {
        const header = await signWebhook({ rawBody, key, timestamp });
        const verdict = await verifyWebhook({ rawBody, header, keys: [key], now: timestamp * 1000 });
        expect(verdict).toEqual({ ok: true, signedAt: timestamp, keyIndex: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a body in which any one bit was flipped", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.nat(), fc.nat(7), async (body, at, bit) => {
        const header = await signWebhook({ rawBody: body, key: "key", timestamp: 1000 });
        const tampered = Uint8Array.from(body);
        const index = at % body.length;
        tampered[index] = (body[index] ?? 0) ^ (1 << bit);
        const verdict = await verifyWebhook({ rawBody: tampered, header, keys: ["key"], now: 1_000_000 });
        expect(verdict).toEqual({ ok: false, reason: "mismatch" });
      }),
      { numRuns: 60 },
    );
  });

  it("refuses another key, however close", async () => {
    await fc.assert(
      fc.asyncProperty(bodies, keys, keys, async (rawBody, key, other) => {
        // HMAC pads a key with zero bytes, so those at its end do not tell keys apart.
        fc.pre(key.replace(/\0+$/, "") !== other.replace(/\0+$/, ""));
        const header = await signWebhook({ rawBody, key, timestamp: 1000 });
        const verdict = await verifyWebhook({ rawBody, header, keys: [other], now: 1_000_000 });
        expect(verdict).toEqual({ ok: false, reason: "mismatch" });
      }),
      { numRuns: 60 },
    );
  });

  it("never throws, whatever the header says", async () => {
    const header = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc
        .array(fc.tuple(fc.constantFrom("t", "v1", "v0", ""), fc.string({ maxLength: 70 })), { maxLength: 12 })
        .map((entries) => entries.map(([name, value]) => `${name}=${value}`).join(",")),
    );
    await fc.assert(
      fc.asyncProperty(header, async (value) => {
        const verdict = await verifyWebhook({ rawBody: encode("{}"), header: value, keys: ["key"], now: 0 });
        expect(verdict.ok).toBe(false);
      }),
    );
  });

  it("looks at no header that is too long or has too many signatures", async () => {
    const rawBody = encode("{}");
    const header = await signWebhook({ rawBody, key: "key", timestamp: 1000 });
    const judge = (value: string) => verifyWebhook({ rawBody, header: value, keys: ["key"], now: 1_000_000 });
    expect(await judge(`${header},x=${"y".repeat(5000)}`)).toEqual({ ok: false, reason: "malformed" });
    expect(await judge(header + `,v1=${"a".repeat(64)}`.repeat(8))).toEqual({ ok: false, reason: "malformed" });
  });

  it("verifies a view into a larger buffer by its own bytes", async () => {
    const larger = encode("before{}after");
    const header = await signWebhook({ rawBody: encode("{}"), key: "key", timestamp: 1000 });
    const verdict = await verifyWebhook({ rawBody: larger.subarray(6, 8), header, keys: ["key"], now: 1_000_000 });
    expect(verdict.ok).toBe(true);
  });
});

describe("signWebhook", () => {
  it("refuses an empty key and a timestamp that is no whole number of seconds", async () => {
    const rawBody = encode("{}");
    await expect(signWebhook({ rawBody, key: "", timestamp: 1 })).rejects.toThrow(TypeError);
    await expect(signWebhook({ rawBody, key: "key", timestamp: 1.5 })).rejects.toThrow(RangeError);
    await expect(signWebhook({ rawBody, key: "key", timestamp: -1 })).rejects.toThrow(RangeError);
  });
});
