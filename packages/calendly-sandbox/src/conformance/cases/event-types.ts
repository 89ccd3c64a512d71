import { endpoints, type QueryOf, uuidOf } from "@punctual/calendly";
import { expect } from "vitest";
import { day, hour } from "../../testing/stage.ts";
import type { Target } from "../target.ts";
import { nobodysUri, type OperationCases, unknownId } from "./types.ts";

const instant = (at: number) => new Date(at).toISOString();

const window = (target: Target, days: number) => ({
  start_time: instant(target.now() + hour),
  end_time: instant(target.now() + hour + days * day),
});

/** Event types and when they are open. */
export const eventTypeCases = {
  listEventTypes: {
    effect: "reads",
    async works({ client, me, organization }) {
      const names = async (query: QueryOf<typeof endpoints.listEventTypes>) =>
        (await client.request(endpoints.listEventTypes, { query })).collection.map((one) => one.name ?? "");
      const all = await names({ user: me.uri, sort: "name:asc" });
      expect(await names({ user: me.uri, sort: "name:desc" })).toEqual(all.toReversed());
      const active = await names({ user: me.uri, active: true });
      const inactive = await names({ user: me.uri, active: false });
      expect([...active, ...inactive].toSorted()).toEqual(all.toSorted());
      expect((await names({ organization, count: 1 })).length).toBe(1);
    },
    refuses: (target) => [
      { why: "neither a user nor an organization", status: 400 },
      {
        why: "a field that cannot be sorted by",
        query: { user: target.me.uri, sort: "colour:asc" },
        status: 400,
        parameter: "sort",
      },
      { why: "a stranger", query: { user: nobodysUri(target, "users") }, status: 403 },
    ],
  },
  getEventType: {
    effect: "reads",
    async works(target) {
      const eventType = await target.eventType();
      const { resource } = await target.client.request(endpoints.getEventType, { params: { uuid: eventType.uri } });
      expect(resource).toEqual(eventType);
    },
    refuses: () => [unknownId],
  },
  createEventType: {
    effect: "writes",
    async works({ client, me }) {
      const { resource } = await client.request(endpoints.createEventType, {
        body: { name: "Conformance call", owner: me.uri, duration: 25, duration_options: [25, 50], color: "#0e6b74" },
      });
      expect(resource).toMatchObject({ active: false, duration: 25, duration_options: [25, 50], kind: "solo" });
      const { resource: read } = await client.request(endpoints.getEventType, { params: { uuid: resource.uri } });
      expect(read).toEqual(resource);
    },
    refuses: (target) => [
      { why: "no owner", body: { name: "x" }, status: 400, parameter: "owner" },
      { why: "no name", body: { owner: target.me.uri }, status: 400, parameter: "name" },
      { why: "no minutes", body: { owner: target.me.uri, name: "x", duration: 0 }, status: 400, parameter: "duration" },
      {
        why: "choices without the duration",
        body: { owner: target.me.uri, name: "x", duration: 30, duration_options: [15, 45] },
        status: 400,
        parameter: "duration_options",
      },
      {
        why: "a colour in words",
        body: { owner: target.me.uri, name: "x", color: "red" },
        status: 400,
        parameter: "color",
      },
    ],
  },
  updateEventType: {
    effect: "writes",
    async works({ client, me }) {
      const { resource: made } = await client.request(endpoints.createEventType, {
        body: { name: "Before", owner: me.uri, duration: 30 },
      });
      const { resource } = await client.request(endpoints.updateEventType, {
        params: { uuid: made.uri },
        body: { name: "After", duration: 45, active: true, before_buffer: 15 },
      });
      expect(resource).toMatchObject({ name: "After", duration: 45, active: true, before_buffer: 15, slug: made.slug });
      await client.request(endpoints.updateEventType, { params: { uuid: made.uri }, body: { active: false } });
    },
    async refuses(target) {
      const eventType = await target.eventType();
      const params = { uuid: uuidOf(eventType.uri) };
      return [
        { ...unknownId, body: { name: "x" } },
        {
          why: "a buffer of seven minutes",
          params,
          body: { before_buffer: 7 },
          status: 400,
          parameter: "before_buffer",
        },
        { why: "a duration of a day", params, body: { duration: 1_440 }, status: 400, parameter: "duration" },
      ];
    },
  },
  createOneOffEventType: {
    effect: "writes",
    async works(target) {
      const { client, me } = target;
      const startDate = instant(target.now() + 2 * day).slice(0, 10);
      const endDate = instant(target.now() + 12 * day).slice(0, 10);
      const { resource } = await client.request(endpoints.createOneOffEventType, {
        body: {
          name: "One conversation",
          host: me.uri,
          duration: 30,
          date_setting: { type: "date_range", start_date: startDate, end_date: endDate },
        },
      });
      expect(resource).toMatchObject({ type: "AdhocEventType", duration: 30, duration_options: null });
      expect(resource.scheduling_url).toMatch(/\/d\/[a-z0-9-]+\//);
    },
    refuses: ({ me }) => [
      { why: "no dates", body: { name: "x", host: me.uri, duration: 30 }, status: 400, parameter: "date_setting" },
      {
        why: "a name over 55 characters",
        body: {
          name: "x".repeat(56),
          host: me.uri,
          duration: 30,
          date_setting: { type: "days_in_future", days: 5, only_weekdays: true },
        },
        status: 400,
        parameter: "name",
      },
    ],
  },
  listEventTypeMemberships: {
    effect: "reads",
    async works(target) {
      const eventType = await target.eventType();
      const { collection } = await target.client.request(endpoints.listEventTypeMemberships, {
        query: { event_type: eventType.uri },
      });
      expect(collection.map((one) => one.member?.uri)).toContain(target.me.uri);
    },
    refuses: () => [{ why: "no event type", status: 400, parameter: "event_type" }],
  },
  listEventTypeAvailableTimes: {
    effect: "reads",
    async works(target) {
      const { uri } = await target.eventType();
      const { collection } = await target.client.request(endpoints.listEventTypeAvailableTimes, {
        query: { event_type: uri, ...window(target, 14) },
      });
      expect(collection.length).toBeGreaterThan(0);
      const starts = collection.map((one) => one.start_time);
      expect(starts).toEqual(starts.toSorted());
      for (const start of starts) expect(start).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    },
    async refuses(target) {
      const { uri } = await target.eventType();
      const past = { start_time: instant(target.now() - day), end_time: instant(target.now() + day) };
      const { start_time, end_time } = window(target, 2);
      return [
        { why: "nothing said", status: 400, parameter: "event_type" },
        { why: "the past", query: { event_type: uri, ...past }, status: 400, parameter: "start_time" },
        { why: "more than 31 days", query: { event_type: uri, ...window(target, 32) }, status: 400 },
        {
          why: "an end before the start",
          query: { event_type: uri, start_time: end_time, end_time: start_time },
          status: 400,
        },
        {
          why: "an event type that is not there",
          query: { event_type: nobodysUri(target, "event_types"), ...window(target, 2) },
          status: 404,
        },
      ];
    },
  },
  listEventTypeAvailabilitySchedules: {
    effect: "reads",
    async works(target) {
      const { uri } = await target.eventType();
      const { collection } = await target.client.request(endpoints.listEventTypeAvailabilitySchedules, {
        query: { event_type: uri },
      });
      expect(collection.length).toBeGreaterThan(0);
      for (const schedule of collection) expect(schedule.event_type).toBe(uri);
    },
    refuses: () => [{ why: "no event type", status: 400, parameter: "event_type" }],
  },
  updateEventTypeAvailabilitySchedule: {
    effect: "writes",
    async works(target) {
      const { client, me } = target;
      const { resource: eventType } = await client.request(endpoints.createEventType, {
        body: { name: "Hours of its own", owner: me.uri, duration: 30, active: true },
      });
      const { resource } = await client.request(endpoints.updateEventTypeAvailabilitySchedule, {
        query: { event_type: eventType.uri },
        body: {
          availability_rule: {
            timezone: "Europe/Lisbon",
            rules: [{ type: "wday", wday: "tuesday", intervals: [{ from: "09:00", to: "10:00" }] }],
          },
        },
      });
      expect(resource.availability_rule?.timezone).toBe("Europe/Lisbon");
      const { collection } = await client.request(endpoints.listEventTypeAvailableTimes, {
        query: { event_type: eventType.uri, ...window(target, 14) },
      });
      for (const { start_time } of collection) expect(new Date(start_time).getUTCDay()).toBe(2);
      await client.request(endpoints.updateEventType, { params: { uuid: eventType.uri }, body: { active: false } });
    },
    async refuses(target) {
      const { uri } = await target.eventType();
      return [
        { why: "no rules at all", query: { event_type: uri }, body: {}, status: 400, parameter: "availability_rule" },
        {
          why: "a zone that there is not",
          query: { event_type: uri },
          body: { availability_rule: { timezone: "Mars/Olympus", rules: [] } },
          status: 400,
        },
      ];
    },
  },
} as const satisfies OperationCases;
