import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, eventTypeOf, hour, meOf, monday, startSandbox, tokenOf } from "../../testing/stage.ts";
import type { AvailabilityRule } from "../../world/types.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let user: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
  user = (await meOf(maya)).uri;
});
afterEach(() => sandbox.close());

const idOf = (uri: string) => uri.split("/").at(-1) ?? "";
const schedulesOf = async (client = maya) =>
  (await client.request(endpoints.listUserAvailabilitySchedules, { query: { user } })).collection;
const evenings: readonly AvailabilityRule[] = [
  { type: "wday", wday: "tuesday", intervals: [{ from: "19:00", to: "20:00" }] },
];

describe("a user's schedules", () => {
  it("change the openings of every event type that follows them when their owner edits one", async () => {
    const [schedule] = await schedulesOf();
    const edited = sandbox.world.editSchedule(idOf(schedule?.uri ?? ""), {
      rules: evenings,
      timeZone: "Europe/Berlin",
    });
    expect(edited.kind).toBe("edited");
    for (const slug of ["30-minute-check-in", "60-minute-coaching"]) {
      const times = await maya.availableTimes({
        eventType: (await eventTypeOf(maya, slug)).uri,
        startTime: new Date(monday + hour).toISOString(),
        endTime: new Date(monday + 3 * day).toISOString(),
      });
      expect(times[0]?.start_time).toBe("2026-11-17T18:00:00Z");
    }
    expect((await schedulesOf())[0]).toMatchObject({ timezone: "Europe/Berlin", rules: evenings, default: true });
  });

  it("are several, with exactly one default among them", async () => {
    const added = sandbox.world.addSchedule(idOf(user), { name: " Evenings ", rules: evenings });
    expect(added).toMatchObject({ kind: "edited", schedule: { name: "Evenings", isDefault: false } });
    if (added.kind !== "edited") return;
    sandbox.world.editSchedule(added.schedule.id, { isDefault: true });
    const schedules = await schedulesOf();
    expect(schedules.filter((schedule) => schedule.default).map((schedule) => schedule.name)).toEqual(["Evenings"]);
    expect(schedules.length).toBeGreaterThan(1);
  });

  it("stay as they are when an edit is wrong", async () => {
    const before = await schedulesOf();
    const id = idOf(before[0]?.uri ?? "");
    const overlapping = [
      { from: "09:00", to: "11:00" },
      { from: "10:00", to: "12:00" },
    ];
    const rules: readonly AvailabilityRule[] = [{ type: "wday", wday: "monday", intervals: overlapping }];
    expect(sandbox.world.editSchedule(id, { rules, timeZone: "Nowhere", name: " " })).toMatchObject({
      kind: "invalid",
      details: [{ parameter: "name" }, { parameter: "timezone" }, { parameter: "rules[0].intervals" }],
    });
    expect(sandbox.world.editSchedule("none", { name: "x" })).toEqual({ kind: "not_found" });
    expect(sandbox.world.addSchedule("none", { name: "x", rules: [] })).toEqual({ kind: "not_found" });
    expect(await schedulesOf()).toEqual(before);
  });

  it("are read by their owner and by admins alone", async () => {
    const uuid = (await schedulesOf())[0]?.uri ?? "";
    const tom = clientOf(sandbox, tokenOf("tom"));
    const ada = clientOf(sandbox, tokenOf("ada"));
    expect((await schedulesOf(ada)).length).toBeGreaterThan(0);
    expect(await codeOf(schedulesOf(tom))).toBe("permission_denied");
    expect(await codeOf(tom.request(endpoints.getUserAvailabilitySchedule, { params: { uuid } }))).toBe(
      "permission_denied",
    );
    expect(await codeOf(maya.request(endpoints.getUserAvailabilitySchedule, { params: { uuid: "none" } }))).toBe(
      "not_found",
    );
  });
});
