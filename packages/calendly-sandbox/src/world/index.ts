import { issueCode } from "../oauth/codes.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import { book } from "./book.ts";
import { cancelByInvitee } from "./cancel.ts";
import type { DueWork } from "./due-work.ts";
import { createFrontDesk, withNotetaker } from "./front-desk.ts";
import { createHosting } from "./hosting.ts";
import { findByLinkCode } from "./links.ts";
import { createOffering } from "./offering.ts";
import { findOpenings } from "./openings.ts";
import { findOnPage, findProfile, listOnPage, withProfile } from "./profile.ts";
import { rescheduleByInvitee } from "./reschedule.ts";
import { findSchedule } from "./schedules.ts";
import { createStaffing } from "./staffing.ts";
import type { World } from "./types.ts";

export type * from "./types.ts";

/**
 * The operations on `state`; `announce` enqueues the webhooks of what happens, in the same transaction, and `dueWork` does
 * what is to happen later.
 */
export function createWorld(state: State, announce: Announce, dueWork: DueWork): World {
  const { store, clock } = state;
  return {
    now: clock.now,
    ...createHosting(state, announce, dueWork),
    ...createStaffing(state, announce),
    ...createOffering(state, announce),
    ...createFrontDesk(state, announce, dueWork),

    findProfile: (slug) => findProfile(state, slug),
    listPublicEventTypes: (profile) =>
      listOnPage(state, profile).filter((eventType) => eventType.active && !eventType.secret),
    findEventType: (slug, eventTypeSlug) => findOnPage(state, slug, eventTypeSlug),
    findEventTypeById(eventTypeId) {
      const eventType = store.eventTypes.get(eventTypeId);
      return eventType === null || eventType.deletedAt !== null ? null : withProfile(state, eventType);
    },
    findByLinkCode: (code) => findByLinkCode(state, code),
    findSchedule: (scheduleId) => findSchedule(state, scheduleId),

    openings: (query) => findOpenings(state, query),
    book: (request) => withNotetaker(state, dueWork, () => book(state, announce, request)),

    findInvitee(inviteeId) {
      const invitee = store.invitees.get(inviteeId);
      const event = invitee === null ? null : store.events.get(invitee.eventId);
      const eventType = event === null ? null : store.eventTypes.get(event.eventTypeId);
      const found = eventType === null ? null : withProfile(state, eventType);
      const host = event === null ? null : store.users.get(event.hostId);
      if (invitee === null || event === null || found === null || host === null) return null;
      const hosts = event.hostIds.flatMap((id) => store.users.get(id) ?? []);
      return { invitee, event, eventType: found.eventType, host, hosts, profile: found.profile };
    },
    cancelByInvitee: (request) => cancelByInvitee(state, announce, request),
    rescheduleByInvitee: (request) =>
      withNotetaker(state, dueWork, () => rescheduleByInvitee(state, announce, request)),

    findApp: (clientId) => store.apps.get(clientId),
    listConsentAccounts: () =>
      store.users.list({ order: { by: "created", direction: "asc" } }).map((user) => ({
        userId: user.id,
        name: user.name,
        email: user.email,
        role: user.role,
        organizationName: store.organizations.get(user.organizationId)?.name ?? "",
      })),
    issueCode: (grant) => issueCode(state, grant),
  };
}
