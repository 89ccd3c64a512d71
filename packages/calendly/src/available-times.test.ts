import fc from "fast-check";
import { describe, expect, it } from "vitest";
import eventType from "./fixtures/event-type.json" with { type: "json" };
import { createCalendlyClient } from "./index.ts";

const now = Date.UTC(2026, 10, 21, 12);
const day = 24 * 60 * 60 * 1000;
const iso = (ms: number) => new Date(ms).toISOString();
const utc = (ms: number) => iso(ms).replace(".000Z", "Z");

/** Calendly's rules for the window, on a calendar with a slot every `stepMs`; both bounds count, as the harder case. */
function calendar(stepMs: number) {
  const windows: { from: number; until: number }[] = [];
  const client = createCalendlyClient({
    accessToken: "token",
    now: () => now,
    fetch: (url) => {
      const { searchParams } = new URL(url);
      const from = Date.parse(searchParams.get("start_time") ?? "");
      const until = Date.parse(searchParams.get("end_time") ?? "");
      windows.push({ from, until });
      const refused = from <= now || until <= from || until - from > 31 * day;
      if (refused) return Response.json({ title: "Invalid Argument", message: "" }, { status: 400 });
      const collection = [];
      for (let start = Math.ceil(from / stepMs) * stepMs; start <= until; start += stepMs) {
        const scheduling_url = `${eventType.scheduling_url}/${utc(start)}`;
        collection.push({ status: "available", invitees_remaining: 1, start_time: utc(start), scheduling_url });
      }
      return Response.json({ collection });
    },
  });
  return { client, windows };
}

describe("availableTimes", () => {
  it("asks once for a window of 31 days, and in parts for a longer one", async () => {
    const { client, windows } = calendar(day);
    const start = now + day;
    const ask = (days: number) =>
      client.availableTimes({ eventType: eventType.uri, startTime: iso(start), endTime: iso(start + days * day) });
    await ask(31);
    expect(windows).toEqual([{ from: start, until: start + 31 * day }]);
    windows.length = 0;
    await ask(70);
    expect(windows).toEqual([
      { from: start, until: start + 31 * day },
      { from: start + 31 * day, until: start + 62 * day },
      { from: start + 62 * day, until: start + 70 * day },
    ]);
  });

  it("asks for 7 days at a time where a server allows no more", async () => {
    const { client, windows } = calendar(day);
    const start = now + day;
    const window = { eventType: eventType.uri, startTime: iso(start), endTime: iso(start + 16 * day) };
    const slots = await client.availableTimes({ ...window, maxWindowDays: 7 });
    expect(windows.map(({ from, until }) => (until - from) / day)).toEqual([7, 7, 2]);
    expect(slots).toEqual(await client.availableTimes(window));
  });

  it("gives every slot of the window once and in order, whatever the window", async () => {
    const span = fc.tuple(fc.integer({ min: -40, max: 80 }), fc.integer({ min: 0, max: 120 }));
    await fc.assert(
      fc.asyncProperty(span, fc.constantFrom(day / 4, day, 7 * day), async ([fromDays, days], step) => {
        const { client } = calendar(step);
        const start = now + fromDays * day;
        const end = start + days * day;
        const slots = await client.availableTimes({
          eventType: eventType.uri,
          startTime: iso(start),
          endTime: iso(end),
        });
        const expected = [];
        const earliest = Math.max(start, now + 60_000);
        for (let at = Math.ceil(earliest / step) * step; at < end; at += step) expected.push(utc(at));
        expect(slots.map((slot) => slot.start_time)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("asks nothing for a window that is over or empty", async () => {
    const { client, windows } = calendar(day);
    const over = { eventType: eventType.uri, startTime: iso(now - 9 * day), endTime: iso(now - day) };
    expect(await client.availableTimes(over)).toEqual([]);
    expect(await client.availableTimes({ ...over, startTime: iso(now + day), endTime: iso(now + day) })).toEqual([]);
    expect(windows).toEqual([]);
  });

  it("refuses what is no instant", async () => {
    const { client } = calendar(day);
    const window = { eventType: eventType.uri, startTime: "tomorrow", endTime: iso(now) };
    await expect(client.availableTimes(window)).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
