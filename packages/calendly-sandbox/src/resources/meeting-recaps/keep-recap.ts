import { randomUUID } from "node:crypto";
import type { State } from "../../state.ts";
import type { Announce } from "../../webhooks/announce.ts";
import type { DueWork } from "../../world/due-work.ts";
import type { Invitee, ScheduledEvent, User } from "../../world/records.ts";
import {
  presentRecapCreatedPayload,
  presentRecapDeletedPayload,
  presentRecapUpdatedPayload,
  viewRecap,
} from "./present.ts";
import type { MeetingRecap, RecapTexts } from "./recap-records.ts";
import { numberOf, writeRecap } from "./recap-texts.ts";

/** Why there is no recap. */
export type RecapRefusal =
  | { readonly kind: "not_found" }
  | { readonly kind: "canceled" }
  | { readonly kind: "not_over" }
  | { readonly kind: "exists" };

/** A recap without texts yet. `id` is given by whoever makes it. */
export function recapOf(
  id: string,
  host: User,
  event: ScheduledEvent,
  invitees: readonly Invitee[],
  createdAt: string,
): MeetingRecap {
  const guests = invitees.filter(({ status, noShow }) => status === "active" && noShow === null);
  return {
    id,
    userId: host.id,
    organizationId: event.organizationId,
    eventId: event.id,
    status: "processing",
    name: event.name,
    startAt: event.startAt,
    // Few meetings end on the minute.
    endAt: event.endAt - (numberOf(event.id) % 181) * 1_000,
    attendees: [
      { host: true, user_email: host.email, user_name: host.name },
      ...guests.map(({ email, name }) => ({ host: false, user_email: email, user_name: name })),
    ],
    summary: null,
    actionItems: null,
    discussion: null,
    transcript: null,
    createdAt,
    updatedAt: createdAt,
  };
}

/** The recap with what was said; a meeting that nobody but the host came to has nothing to tell. */
export function completeRecap(recap: MeetingRecap, given: Partial<RecapTexts> & { transcript?: string }, at: string) {
  const [host, ...guests] = recap.attendees;
  if (guests.length === 0) return { ...recap, status: "unavailable" as const, updatedAt: at };
  const written = writeRecap(
    numberOf(recap.eventId ?? recap.id),
    host?.user_name ?? "Host",
    guests.map(({ user_name }) => user_name),
  );
  return { ...recap, ...written, ...given, status: "available" as const, updatedAt: at };
}

/** Whether the organizer's notetaker was on when the meeting began. */
function isTakenDown({ store, settings }: State, event: ScheduledEvent): boolean {
  const notetaker = store.notetakers.get(event.hostId);
  return settings.notetaker === "available" && notetaker !== null && notetaker.since <= event.startAt;
}

function startRecap(state: State, eventId: string): MeetingRecap | RecapRefusal {
  const { store, clock } = state;
  const event = store.events.get(eventId);
  const host = event === null ? null : store.users.get(event.hostId);
  if (event === null || host === null) return { kind: "not_found" };
  if (event.status === "canceled") return { kind: "canceled" };
  if (event.endAt > clock.now()) return { kind: "not_over" };
  if (store.meetingRecaps.first({ where: { event: eventId } }) !== null) return { kind: "exists" };
  const invitees = store.invitees.list({ where: { event: eventId }, order: { by: "created", direction: "asc" } });
  return recapOf(randomUUID(), host, event, invitees, clock.timestamp());
}

function announceRecap(
  state: State,
  announce: Announce,
  event: "meeting_recap.created" | "meeting_recap.updated",
  recap: MeetingRecap,
): void {
  const view = viewRecap(state, recap);
  announce({
    event,
    organizationId: recap.organizationId,
    userIds: [recap.userId],
    payload: (origins) =>
      event === "meeting_recap.created"
        ? presentRecapCreatedPayload(view, origins)
        : presentRecapUpdatedPayload(view, origins),
  });
}

/** The meeting is over: the notetaker begins to write, if it was there. */
export function beginRecap(state: State, eventId: string): void {
  const event = state.store.events.get(eventId);
  if (event === null || !isTakenDown(state, event)) return;
  const started = startRecap(state, eventId);
  if (!("kind" in started)) state.store.meetingRecaps.put(started);
}

/** The notetaker is done. A recap that was deleted meanwhile stays deleted. */
export function finishRecap(state: State, announce: Announce, eventId: string): void {
  const { store, clock } = state;
  const begun = store.meetingRecaps.first({ where: { event: eventId, status: "processing" } });
  if (begun === null) return;
  const recap = completeRecap(begun, {}, clock.timestamp());
  store.meetingRecaps.put(recap);
  if (recap.status === "available") announceRecap(state, announce, "meeting_recap.created", recap);
}

/**
 * Makes the recap of a meeting that is over at once, whether or not the notetaker was there. Texts that are left out are
 * written for it.
 */
export function publishRecap(
  state: State,
  announce: Announce,
  request: { readonly eventId: string } & Partial<RecapTexts> & { readonly transcript?: string },
): { readonly kind: "published"; readonly recap: MeetingRecap } | RecapRefusal {
  const { store, clock } = state;
  const { eventId, ...given } = request;
  return store.transaction(() => {
    const begun = store.meetingRecaps.first({ where: { event: eventId, status: "processing" } });
    const started = begun ?? startRecap(state, eventId);
    if ("kind" in started) return started;
    const recap = completeRecap(started, given, clock.timestamp());
    store.meetingRecaps.put(recap);
    if (recap.status === "available") announceRecap(state, announce, "meeting_recap.created", recap);
    return { kind: "published", recap };
  });
}

export function changeRecap(
  state: State,
  announce: Announce,
  recap: MeetingRecap,
  texts: Partial<RecapTexts>,
): MeetingRecap {
  const { store, clock } = state;
  return store.transaction(() => {
    const changed: MeetingRecap = { ...recap, ...texts, updatedAt: clock.timestamp() };
    store.meetingRecaps.put(changed);
    announceRecap(state, announce, "meeting_recap.updated", changed);
    return changed;
  });
}

export function deleteRecap(state: State, announce: Announce, recap: MeetingRecap): void {
  const { store, clock } = state;
  store.transaction(() => {
    store.meetingRecaps.delete(recap.id);
    const deletedAt = clock.timestamp();
    announce({
      event: "meeting_recap.deleted",
      organizationId: recap.organizationId,
      userIds: [recap.userId],
      payload: (origins) => presentRecapDeletedPayload(recap, deletedAt, origins),
    });
  });
}

/** Has the notetaker come to a meeting, if its organizer's is on. Called in the transaction that books it. */
export function planRecap(state: State, plan: DueWork["plan"], event: ScheduledEvent): void {
  if (!isTakenDown(state, event)) return;
  plan({ kind: "begin_recap", eventId: event.id }, event.endAt);
  plan({ kind: "finish_recap", eventId: event.id }, event.endAt + state.settings.recapAfter);
}

/** From now on the user's meetings are taken down, those that are booked already included; or no longer. */
export function switchNotetaker(state: State, plan: DueWork["plan"], userId: string, on: boolean): boolean {
  const { store, clock } = state;
  return store.transaction(() => {
    if (store.users.get(userId) === null) return false;
    if (!on) {
      store.notetakers.delete(userId);
      return true;
    }
    if (store.notetakers.get(userId) !== null) return true;
    const since = clock.now();
    store.notetakers.put({ userId, since });
    for (const event of store.events.list({ where: { host: userId, status: "active", start: { from: since } } })) {
      planRecap(state, plan, event);
    }
    return true;
  });
}
