import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventTypes } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { eventTypeJobs, eventTypeRoutes, readEventTypesJob } from "../event-types/index.ts";
import { availabilityRoutes, dropAvailability } from "./index.ts";

let run: SandboxContext;
let maya: Coach;
let realtor: ReturnType<typeof viewerAs<"realtor">>;
let eventTypeId: string;
/** Requests for available times that reached Calendly. */
let upstream: number;

/** The test's now is Saturday 2026-11-21, noon UTC. */
const week = { from: "2026-11-23", to: "2026-11-30", timeZone: "America/New_York" } as const;

beforeEach(async () => {
  upstream = 0;
  run = await createSandboxContext({
    fetch: (input, init) => {
      if (String(input).includes("/event_type_available_times")) upstream += 1;
      return fetch(input, init);
    },
  });
  maya = await connectCoach(run, "Maya Okafor", { hooks: { ...noHooks, afterConnect: [readEventTypesJob] } });
  await run.runJobs(eventTypeJobs(run.context));
  realtor = viewerAs("realtor", await seedPerson(run.context, { name: "Jordan Blake", role: "realtor" }));
  const { items } = bodyOf(
    await callRoute(eventTypeRoutes(run.context), routes.listEventTypes, viewerAs("coach", maya)),
  );
  eventTypeId = items.find(({ name }) => name === "60-minute coaching")?.id ?? "";
});
afterEach(() => run.close());

type Asked = Partial<{ eventTypeId: string; from: string; to: string; timeZone: string }>;
type Viewer = ReturnType<typeof viewerAs>;

const ask = (asked: Asked = {}, viewer: Viewer = realtor) =>
  callRoute(availabilityRoutes(run.context), routes.getAvailability, viewer, {
    query: { eventTypeId, ...week, ...asked },
  });
const openings = async (asked: Asked = {}) => bodyOf(await ask(asked));
const calendlyIsDown = () => run.sandbox.addFault({ kind: "http", path: "/event_type_available_times", status: 503 });

test("a week's openings are those of Calendly, in the window, each with the page of its own time", async () => {
  const { slots, stale, notice } = await openings();
  expect({ stale, notice }).toEqual({ stale: false, notice: null });
  expect(slots.length).toBeGreaterThan(5);
  for (const { startAt, schedulingUrl, seatsLeft } of slots) {
    // New York is at UTC-5 in this week.
    expect(Date.parse(startAt)).toBeGreaterThanOrEqual(Date.parse("2026-11-23T05:00:00Z"));
    expect(Date.parse(startAt)).toBeLessThan(Date.parse("2026-11-30T05:00:00Z"));
    expect(seatsLeft).toBe(1);
    expect(schedulingUrl.startsWith(`${run.sandbox.url}/`)).toBe(true);
  }
  expect(slots.map(({ startAt }) => startAt)).toEqual(slots.map(({ startAt }) => startAt).toSorted());
});

test("a window that has begun shows only what is still to come", async () => {
  run.clock.set("2026-11-23T15:00:00Z");
  const { slots } = await openings();
  expect(slots.length).toBeGreaterThan(0);
  for (const { startAt } of slots) expect(Date.parse(startAt)).toBeGreaterThan(Date.parse("2026-11-23T15:00:00Z"));
});

test("Calendly is asked once however many readers come, within a minute and over nearby zones", async () => {
  await Promise.all(Array.from({ length: 20 }, () => openings()));
  await openings({ timeZone: "America/Chicago" });
  run.clock.advance({ seconds: 59 });
  await openings();
  expect(upstream).toBe(1);
  run.clock.advance({ seconds: 1 });
  await openings();
  expect(upstream).toBe(2);
});

test("what was booked is asked for again at once after its openings were dropped", async () => {
  await openings();
  dropAvailability(run.context, { coachId: maya.id });
  await openings();
  expect(upstream).toBe(2);
  dropAvailability(run.context, { coachId: "per_somebody_else" });
  await openings();
  expect(upstream).toBe(2);
});

test("what another process applied makes the openings be asked for again, as soon as it is committed", async () => {
  await openings();
  const notice = { topic: "sessions", id: null, audience: ["per_somebody_else"] } as const;
  await run.context.database.transaction((tx) => run.context.live.publish(tx, notice));
  await run.context.database.transaction((tx) => run.context.live.publish(tx, { ...notice, audience: [maya.id] }));
  const asked = async () => {
    await openings();
    return upstream;
  };
  await expect.poll(asked, { timeout: 5_000 }).toBe(2);
});

describe("while Calendly is down", () => {
  test("older openings are served, and say that and how old they are", async () => {
    const before = await openings();
    run.clock.advance({ minutes: 12 });
    calendlyIsDown();
    const now = await openings();
    expect(now).toMatchObject({ stale: true, fetchedAt: before.fetchedAt });
    expect(now.slots).toEqual(before.slots);
    expect(now.notice).toContain("12 minutes old");
  });

  test("Calendly is left alone for a while, and asked again after", async () => {
    await openings();
    run.clock.advance({ minutes: 2 });
    calendlyIsDown();
    await openings();
    const asked = upstream;
    await openings();
    expect(upstream).toBe(asked);
    run.sandbox.clearFaults();
    run.clock.advance({ seconds: 10 });
    expect((await openings()).stale).toBe(false);
  });

  test("nothing older than half an hour is served", async () => {
    await openings();
    run.clock.advance({ minutes: 30 });
    calendlyIsDown();
    expect(problemOf(await ask())).toBe("calendly_unavailable");
  });

  test("openings that were never read cannot be shown, and the answer says so", async () => {
    calendlyIsDown();
    expect(problemOf(await ask())).toBe("calendly_unavailable");
  });

  test("too many requests are told apart from an outage, with how long to wait", async () => {
    run.sandbox.addFault({
      kind: "http",
      path: "/event_type_available_times",
      status: 429,
      headers: { "retry-after": "30" },
    });
    expect(await ask()).toMatchObject({ code: "calendly_rate_limited", retryAfterSeconds: 30 });
  });
});

describe("no openings", () => {
  test("are explained, with the dates", async () => {
    const answer = await openings({ from: "2026-11-28", to: "2026-11-30" });
    expect(answer.slots).toEqual([]);
    expect(answer.notice).toContain("from 28 November 2026 to 29 November 2026");
  });

  test("because the dates are over are told without asking Calendly", async () => {
    const answer = await openings({ from: "2026-11-01", to: "2026-11-08" });
    expect(answer.notice).toContain("over");
    expect(upstream).toBe(0);
  });

  test("because the event type is switched off are told to its coach", async () => {
    await run.context.database.update(eventTypes).set({ active: false });
    const answer = bodyOf(await ask({}, viewerAs("coach", maya)));
    expect(answer.notice).toContain("switched off");
    expect(problemOf(await ask())).toBe("not_found");
  });
});

describe("a question that cannot be answered", () => {
  test.each([
    { from: "2026-11-30", to: "2026-11-23" },
    { from: "2026-11-23", to: "2026-11-23" },
    { from: "2026-11-23", to: "2027-01-05" },
  ])("about the dates from $from to $to is refused with the field", async (dates) => {
    expect(await ask(dates)).toMatchObject({ code: "invalid_request", errors: [{ field: "query.to" }] });
  });

  test("about an event type that is not on offer, or another coach's, looks like none", async () => {
    const tom = viewerAs("coach", await seedPerson(run.context, { name: "Tom Reyes", role: "coach" }));
    expect(problemOf(await ask({}, tom))).toBe("not_found");
    expect(problemOf(await ask({ eventTypeId: "ety_none" }))).toBe("not_found");
    await run.context.database.update(eventTypes).set({ offered: false });
    expect(problemOf(await ask())).toBe("not_found");
  });

  test("about a coach whose link ended says who has to act", async () => {
    const userUri = run.sandbox.credentials().people.find(({ email }) => email === maya.email)?.userUri ?? "";
    run.sandbox.deauthorize(userUri.split("/").at(-1) ?? "");
    expect(await ask()).toMatchObject({
      code: "connection_needs_reconnect",
      detail: expect.stringContaining("by the coach"),
    });
    expect(await ask({}, viewerAs("coach", maya))).toMatchObject({
      code: "connection_needs_reconnect",
      detail: expect.stringContaining("Connect Calendly again"),
    });
  });
});

test("six weeks are one answer", async () => {
  const { slots } = await openings({ from: "2026-11-23", to: "2027-01-04" });
  expect(slots.length).toBeGreaterThan(20);
  expect(new Set(slots.map(({ startAt }) => startAt)).size).toBe(slots.length);
  expect(upstream).toBe(2);
});
