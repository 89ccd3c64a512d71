import type { State } from "../../state.ts";
import { recordOwnActivity } from "../../world/activity.ts";
import type { LocationKind, User } from "../../world/types.ts";

/** Kinds of place that need an account elsewhere, in the order in which Calendly lists them. */
export const conferenceKinds = [
  "google_conference",
  "zoom_conference",
  "gotomeeting_conference",
  "microsoft_teams_conference",
  "webex_conference",
] as const satisfies readonly LocationKind[];
export type ConferenceKind = (typeof conferenceKinds)[number];

/** Which conference accounts a user has connected. */
export interface Conferencing {
  readonly userId: string;
  readonly connected: readonly ConferenceKind[];
}

/** The user's connected kinds; until one is connected or disconnected, those that their event types offer. */
export function connectedConferences(state: State, userId: string): ReadonlySet<ConferenceKind> {
  const stored = state.store.conferencing.get(userId);
  if (stored !== null) return new Set(stored.connected);
  const offered = state.store.eventTypes
    .list({ where: { owner: userId, deleted: 0 } })
    .flatMap((eventType) => (eventType.locations ?? []).map((location) => location.kind));
  return new Set(conferenceKinds.filter((kind) => offered.includes(kind)));
}

/** A user connects a conference account, or takes it away. */
export function connectConference(state: State, user: User, kind: ConferenceKind, connected: boolean): void {
  state.store.transaction(() => {
    const kinds = new Set(connectedConferences(state, user.id));
    if (connected) kinds.add(kind);
    else kinds.delete(kind);
    state.store.conferencing.put({ userId: user.id, connected: [...kinds] });
    recordOwnActivity(state, user.id, {
      namespace: "Integrations",
      action: connected ? "Connected" : "Disconnected",
      details: { kind },
    });
  });
}
