import { endpoints } from "@punctual/calendly";
import { expect } from "vitest";
import { day, hour } from "../../testing/stage.ts";
import { nobodysUri, type OperationCases, unknownId } from "./types.ts";

const instant = (at: number) => new Date(at).toISOString();

/** Schedules, busy times, limits and places of a user. */
export const availabilityCases = {
  listUserAvailabilitySchedules: {
    effect: "reads",
    async works({ client, me }) {
      const { collection } = await client.request(endpoints.listUserAvailabilitySchedules, { query: { user: me.uri } });
      expect(collection.filter((schedule) => schedule.default)).toHaveLength(1);
      for (const schedule of collection) expect(schedule.user).toBe(me.uri);
    },
    refuses: (target) => [
      { why: "no user", status: 400, parameter: "user" },
      { why: "a stranger", query: { user: nobodysUri(target, "users") }, status: 403 },
    ],
  },
  getUserAvailabilitySchedule: {
    effect: "reads",
    async works({ client, me }) {
      const { collection } = await client.request(endpoints.listUserAvailabilitySchedules, { query: { user: me.uri } });
      const [schedule] = collection;
      const { resource } = await client.request(endpoints.getUserAvailabilitySchedule, {
        params: { uuid: schedule?.uri ?? "" },
      });
      expect(resource).toEqual(schedule);
    },
    refuses: () => [unknownId],
  },
  listUserBusyTimes: {
    effect: "reads",
    async works(target) {
      const { collection } = await target.client.request(endpoints.listUserBusyTimes, {
        query: {
          user: target.me.uri,
          start_time: instant(target.now() + hour),
          end_time: instant(target.now() + 7 * day),
        },
      });
      const starts = collection.map((one) => one.start_time);
      expect(starts).toEqual(starts.toSorted());
      for (const one of collection) {
        if (one.type === "calendly") expect(one.event?.uri).toContain("/scheduled_events/");
      }
    },
    refuses: (target) => [
      { why: "no window", query: { user: target.me.uri }, status: 400, parameter: "start_time" },
      {
        why: "more than 7 days",
        query: {
          user: target.me.uri,
          start_time: instant(target.now() + hour),
          end_time: instant(target.now() + 9 * day),
        },
        status: 400,
      },
      {
        why: "the past",
        query: { user: target.me.uri, start_time: instant(target.now() - day), end_time: instant(target.now() + day) },
        status: 400,
        parameter: "start_time",
      },
    ],
  },
  listUserMeetingLimits: {
    effect: "reads",
    async works({ client, me }) {
      const { collection } = await client.request(endpoints.listUserMeetingLimits, { query: { user: me.uri } });
      expect(collection).toHaveLength(1);
    },
    refuses: (target) => [
      { why: "no user", status: 400, parameter: "user" },
      { why: "anybody else", query: { user: nobodysUri(target, "users") }, status: 403 },
    ],
  },
  updateUserMeetingLimits: {
    effect: "writes",
    async works({ client, me }) {
      const limits = async () => {
        const { collection } = await client.request(endpoints.listUserMeetingLimits, { query: { user: me.uri } });
        const { daily_limit, weekly_limit, monthly_limit } = collection[0] ?? {};
        return { daily_limit, weekly_limit, monthly_limit };
      };
      const before = await limits();
      const query = { user: me.uri };
      await client.request(endpoints.updateUserMeetingLimits, { query, body: { weekly_limit: 40 } });
      expect(await limits()).toEqual({ ...before, weekly_limit: 40 });
      const weekly_limit = before.weekly_limit ?? null;
      await client.request(endpoints.updateUserMeetingLimits, { query, body: { weekly_limit } });
      expect(await limits()).toEqual(before);
    },
    refuses: ({ me }) => [
      { why: "nothing to change", query: { user: me.uri }, body: {}, status: 400 },
      { why: "none at all", query: { user: me.uri }, body: { daily_limit: 0 }, status: 400, parameter: "daily_limit" },
      {
        why: "ten thousand",
        query: { user: me.uri },
        body: { monthly_limit: 10_000 },
        status: 400,
        parameter: "monthly_limit",
      },
    ],
  },
  listUserLocations: {
    effect: "reads",
    async works({ client, me }) {
      const { collection } = await client.request(endpoints.listUserLocations, { query: { user: me.uri } });
      for (const location of collection) expect(location.kind).toMatch(/^[a-z_]+$/);
    },
    refuses: () => [{ why: "no user", status: 400, parameter: "user" }],
  },
} as const satisfies OperationCases;
