import fc from "fast-check";
import { describe, expect, it } from "vitest";
import user from "./fixtures/user.json" with { type: "json" };
import { createCalendlyClient } from "./index.ts";

const now = Date.UTC(2026, 10, 21, 12);
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const iso = (ms: number) => new Date(ms).toISOString();

/** Calendly's rules for the window; an entry is told whenever the window touches it. */
function calendar(entries: readonly { start: number; end: number }[]) {
  const windows: number[] = [];
  const client = createCalendlyClient({
    accessToken: "token",
    now: () => now,
    fetch: (url) => {
      const { searchParams } = new URL(url);
      const from = Date.parse(searchParams.get("start_time") ?? "");
      const until = Date.parse(searchParams.get("end_time") ?? "");
      windows.push((until - from) / day);
      if (from < now || until <= from || until - from > 7 * day) return Response.json({}, { status: 400 });
      const collection = entries
        .filter(({ start, end }) => end > from && start < until)
        .map(({ start, end }) => ({ type: "external", start_time: iso(start), end_time: iso(end) }));
      return Response.json({ collection });
    },
  });
  return { client, windows };
}

describe("busyTimes", () => {
  it("asks for 7 days at a time", async () => {
    const { client, windows } = calendar([]);
    const window = { user: user.uri, startTime: iso(now + day), endTime: iso(now + 17 * day) };
    expect(await client.busyTimes(window)).toEqual([]);
    expect(windows).toEqual([7, 7, 2]);
  });

  it("gives every entry that touches the window once and in order, however long it is", async () => {
    const entry = fc
      .tuple(fc.integer({ min: -20, max: 2_000 }), fc.integer({ min: 1, max: 500 }))
      .map(([startHour, hours]) => ({ start: now + startHour * hour, end: now + (startHour + hours) * hour }));
    const entries = fc.uniqueArray(entry, { maxLength: 12, selector: ({ start, end }) => `${start} ${end}` });
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: -5, max: 40 }), fc.nat(60), async (all, fromDays, days) => {
        const { client } = calendar(all);
        const start = now + fromDays * day;
        const end = start + days * day;
        const busy = await client.busyTimes({ user: user.uri, startTime: iso(start), endTime: iso(end) });
        const from = Math.max(start, now + 60_000);
        const expected = all
          .filter((one) => end > from && one.end > from && one.start < end)
          .map((one) => `${iso(one.start)} ${iso(one.end)}`);
        expect(busy.map((one) => `${one.start_time} ${one.end_time}`).sort()).toEqual(expected.sort());
        const starts = busy.map((one) => one.start_time);
        expect(starts).toEqual([...starts].sort());
      }),
      { numRuns: 60 },
    );
  });

  it("refuses what is no instant", async () => {
    const window = { user: user.uri, startTime: iso(now), endTime: "next week" };
    await expect(calendar([]).client.busyTimes(window)).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
