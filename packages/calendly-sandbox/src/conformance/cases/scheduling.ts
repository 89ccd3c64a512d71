import { endpoints, inviteeParamsOf, isCalendlyError, uuidOf } from "@punctual/calendly";
import { expect } from "vitest";
import type { Target } from "../target.ts";
import { nobody, nobodysUri, type OperationCases, unknownId } from "./types.ts";

/** What a booking needs beside its time. */
const somebody = { name: "Conformance Check", email: "conformance@example.com", timezone: "Europe/Lisbon" };

const cancel = (target: Target, event: string) =>
  target.client.request(endpoints.cancelScheduledEvent, { params: { uuid: event }, body: { reason: "A check" } });

/** Scheduled events, invitees, no-shows and the links that lead to them. */
export const schedulingCases = {
  listScheduledEvents: {
    effect: "reads",
    async works({ client, me }) {
      const query = { user: me.uri, count: 2, sort: "start_time:asc" as const };
      const starts: string[] = [];
      for await (const { items } of client.paginate(endpoints.listScheduledEvents, { query })) {
        starts.push(...items.map((event) => event.start_time));
        if (starts.length >= 6) break;
      }
      expect(starts).toEqual(starts.toSorted());
      const { collection } = await client.request(endpoints.listScheduledEvents, {
        query: { user: me.uri, status: "canceled" },
      });
      for (const event of collection) expect(event.cancellation?.canceler_type).toMatch(/^(host|invitee)$/);
    },
    refuses: (target) => [
      {
        why: "a status that there is not",
        query: { user: target.me.uri, status: "held" },
        status: 400,
        parameter: "status",
      },
      {
        why: "a time that is none",
        query: { user: target.me.uri, min_start_time: "tomorrow" },
        status: 400,
        parameter: "min_start_time",
      },
      { why: "a stranger's organization", query: { organization: nobodysUri(target, "organizations") }, status: 403 },
    ],
  },
  getScheduledEvent: {
    effect: "reads",
    async works({ client, me }) {
      const { collection } = await client.request(endpoints.listScheduledEvents, {
        query: { user: me.uri, count: 1 },
      });
      const [event] = collection;
      if (event === undefined) return;
      const { resource } = await client.request(endpoints.getScheduledEvent, { params: { uuid: event.uri } });
      expect(resource).toEqual(event);
    },
    refuses: () => [unknownId],
  },
  cancelScheduledEvent: {
    effect: "writes",
    async works(target) {
      const { client } = target;
      const { event, invitee } = await target.book(await target.eventType());
      const { resource } = await cancel(target, event);
      expect(resource).toMatchObject({ canceler_type: "host", reason: "A check" });
      const { resource: read } = await client.request(endpoints.getScheduledEvent, { params: { uuid: event } });
      expect(read).toMatchObject({ status: "canceled", invitees_counter: { active: 0, total: 1 } });
      const params = inviteeParamsOf(invitee) ?? { event_uuid: "", invitee_uuid: "" };
      const { resource: who } = await client.request(endpoints.getEventInvitee, { params });
      expect(who).toMatchObject({ status: "canceled", rescheduled: false });
      const again = await cancel(target, event).catch((error: unknown) => error);
      expect(isCalendlyError(again, "already_canceled")).toBe(true);
    },
    async refuses(target) {
      const past = await target.pastEvent();
      return [
        { ...unknownId, body: {} },
        ...(past === null
          ? []
          : [
              { why: "an event of the past", params: { uuid: uuidOf(past.event.uri) }, body: {}, status: 403 as const },
            ]),
      ];
    },
  },
  listEventInvitees: {
    effect: "reads",
    async works(target) {
      const past = await target.pastEvent();
      if (past === null) return;
      const { collection } = await target.client.request(endpoints.listEventInvitees, {
        params: { uuid: past.event.uri },
      });
      expect(collection).toHaveLength(past.event.invitees_counter.total);
      for (const invitee of collection) expect(invitee.event).toBe(past.event.uri);
    },
    async refuses(target) {
      const past = await target.pastEvent();
      const params = { uuid: uuidOf(past?.event.uri ?? "") };
      return [
        unknownId,
        { why: "a parameter that it does not take", params, query: { organization: target.organization }, status: 400 },
        { why: "an address that is none", params, query: { email: "x" }, status: 400, parameter: "email" },
      ];
    },
  },
  getEventInvitee: {
    effect: "reads",
    async works(target) {
      const past = await target.pastEvent();
      const params = inviteeParamsOf(past?.invitee ?? "");
      if (past === null || params === null) return;
      const { resource } = await target.client.request(endpoints.getEventInvitee, { params });
      expect(resource.uri).toBe(past.invitee);
      expect(resource.cancel_url).toContain("/cancellations/");
      expect(resource.reschedule_url).toContain("/reschedulings/");
    },
    refuses: () => [{ why: "ids that nothing has", params: { event_uuid: nobody, invitee_uuid: nobody }, status: 404 }],
  },
  createInvitee: {
    effect: "writes",
    async works(target) {
      const { client } = target;
      const eventType = await target.eventType();
      const start = await target.opening(eventType.uri);
      const { event, invitee } = await target.book(eventType, start);
      const params = inviteeParamsOf(invitee) ?? { event_uuid: "", invitee_uuid: "" };
      const { resource } = await client.request(endpoints.getEventInvitee, { params });
      expect(resource).toMatchObject({ scheduling_method: "api", status: "active", event });
      expect(await target.opening(eventType.uri)).not.toBe(start);
      const again = await target.book(eventType, start).catch((error: unknown) => error);
      expect(isCalendlyError(again, "slot_taken")).toBe(true);
      await cancel(target, event);
      expect(await target.opening(eventType.uri)).toBe(start);
    },
    async refuses(target) {
      const { uri } = await target.eventType();
      const start = await target.opening(uri);
      const body = { event_type: uri, start_time: start, invitee: somebody };
      return [
        { why: "nothing said", body: {}, status: 400, parameter: "event_type" },
        { why: "nobody", body: { ...body, invitee: {} }, status: 400, parameter: "invitee.email" },
        { why: "an address that is none", body: { ...body, invitee: { ...somebody, email: "x" } }, status: 400 },
        { why: "a time that is none", body: { ...body, start_time: "soon" }, status: 400, parameter: "start_time" },
        {
          why: "tracking in part",
          body: { ...body, tracking: { utm_source: "x" } },
          status: 400,
          parameter: "tracking.utm_medium",
        },
        {
          why: "eleven guests",
          body: { ...body, event_guests: Array.from({ length: 11 }, (_, at) => `guest-${at}@example.com`) },
          status: 400,
        },
        {
          why: "a place that is not on offer",
          body: { ...body, location: { kind: "physical", location: "The moon" } },
          status: 400,
        },
        {
          why: "an event type that is not there",
          body: { ...body, event_type: nobodysUri(target, "event_types") },
          status: 404,
        },
      ];
    },
  },
  createInviteeNoShow: {
    effect: "writes",
    async works(target) {
      const past = await target.pastEvent();
      if (past === null) return;
      const body = { invitee: past.invitee };
      const { resource } = await target.client.request(endpoints.createInviteeNoShow, { body });
      expect(resource.invitee).toBe(past.invitee);
      await target.client.request(endpoints.deleteInviteeNoShow, { params: { uuid: resource.uri } });
    },
    async refuses(target) {
      const { client, me, now } = target;
      const { collection } = await client.request(endpoints.listScheduledEvents, {
        query: { user: me.uri, status: "active", min_start_time: new Date(now()).toISOString(), count: 1 },
      });
      const [next] = collection;
      const invitees =
        next === undefined
          ? []
          : (await client.request(endpoints.listEventInvitees, { params: { uuid: next.uri } })).collection;
      return [
        { why: "nobody", body: {}, status: 400, parameter: "invitee" },
        ...invitees
          .slice(0, 1)
          .map(({ uri }) => ({ why: "before it began", body: { invitee: uri }, status: 400 as const })),
      ];
    },
  },
  getInviteeNoShow: {
    effect: "writes",
    async works(target) {
      const past = await target.pastEvent();
      if (past === null) return;
      const { resource: made } = await target.client.request(endpoints.createInviteeNoShow, {
        body: { invitee: past.invitee },
      });
      const params = { uuid: made.uri };
      const { resource } = await target.client.request(endpoints.getInviteeNoShow, { params });
      expect(resource).toEqual(made);
      await target.client.request(endpoints.deleteInviteeNoShow, { params });
    },
    refuses: () => [unknownId],
  },
  deleteInviteeNoShow: {
    effect: "writes",
    async works(target) {
      const past = await target.pastEvent();
      const invitee = inviteeParamsOf(past?.invitee ?? "");
      if (past === null || invitee === null) return;
      const { client } = target;
      const { resource: made } = await client.request(endpoints.createInviteeNoShow, {
        body: { invitee: past.invitee },
      });
      const marked = await client.request(endpoints.getEventInvitee, { params: invitee });
      expect(marked.resource.no_show?.uri).toBe(made.uri);
      await client.request(endpoints.deleteInviteeNoShow, { params: { uuid: made.uri } });
      const cleared = await client.request(endpoints.getEventInvitee, { params: invitee });
      expect(cleared.resource.no_show).toBeNull();
    },
    refuses: () => [unknownId],
  },
  createSchedulingLink: {
    effect: "writes",
    async works(target) {
      const { uri } = await target.eventType();
      const { resource } = await target.client.request(endpoints.createSchedulingLink, {
        body: { max_event_count: 1, owner: uri, owner_type: "EventType" },
      });
      expect(resource.owner).toBe(uri);
      expect(resource.booking_url).toMatch(/\/d\/[a-z0-9-]+\/[a-z0-9-]+$/);
    },
    async refuses(target) {
      const { uri } = await target.eventType();
      return [
        { why: "no owner", body: { max_event_count: 1, owner_type: "EventType" }, status: 400, parameter: "owner" },
        {
          why: "two bookings",
          body: { max_event_count: 2, owner: uri, owner_type: "EventType" },
          status: 400,
          parameter: "max_event_count",
        },
        {
          why: "an owner of another kind",
          body: { max_event_count: 1, owner: uri, owner_type: "User" },
          status: 400,
          parameter: "owner_type",
        },
      ];
    },
  },
  createShare: {
    effect: "writes",
    async works(target) {
      const { uri, duration } = await target.eventType();
      const { resource } = await target.client.request(endpoints.createShare, {
        body: { event_type: uri, name: "For you alone" },
      });
      expect(resource.scheduling_links).toHaveLength(1);
      expect(resource.share_override).toMatchObject({ name: "For you alone", duration });
      await target.client.request(endpoints.deleteShare, { params: { uuid: resource.uri ?? "" } });
    },
    async refuses(target) {
      const { uri } = await target.eventType();
      return [
        { why: "no event type", body: {}, status: 400, parameter: "event_type" },
        {
          why: "a name over 55 characters",
          body: { event_type: uri, name: "x".repeat(56) },
          status: 400,
          parameter: "name",
        },
        { why: "a fixed period without dates", body: { event_type: uri, period_type: "fixed" }, status: 400 },
      ];
    },
  },
  listShares: {
    effect: "writes",
    async works(target) {
      const { client } = target;
      const { uri } = await target.eventType();
      const { resource: made } = await client.request(endpoints.createShare, { body: { event_type: uri } });
      const { collection } = await client.request(endpoints.listShares, { query: { count: 100 } });
      expect(collection.map((share) => share.uri)).toContain(made.uri);
      await client.request(endpoints.deleteShare, { params: { uuid: made.uri ?? "" } });
    },
    refuses: () => [{ why: "a count of 0", query: { count: "0" }, status: 400, parameter: "count" }],
  },
  updateShare: {
    effect: "writes",
    async works(target) {
      const { client } = target;
      const { uri } = await target.eventType();
      const { resource: made } = await client.request(endpoints.createShare, { body: { event_type: uri } });
      const params = { uuid: made.uri ?? "" };
      const { resource } = await client.request(endpoints.updateShare, { params, body: { name: "Renamed" } });
      expect(resource.share_override.name).toBe("Renamed");
      await client.request(endpoints.deleteShare, { params });
    },
    refuses: () => [{ ...unknownId, body: { name: "x" } }],
  },
  deleteShare: {
    effect: "writes",
    async works(target) {
      const { client } = target;
      const { uri } = await target.eventType();
      const { resource: made } = await client.request(endpoints.createShare, { body: { event_type: uri } });
      await client.request(endpoints.deleteShare, { params: { uuid: made.uri ?? "" } });
      const { collection } = await client.request(endpoints.listShares, { query: { count: 100 } });
      expect(collection.map((share) => share.uri)).not.toContain(made.uri);
    },
    refuses: () => [unknownId],
  },
} as const satisfies OperationCases;
