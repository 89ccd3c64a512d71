import type { State } from "../state.ts";
import type { Team } from "./organization-records.ts";
import type { EventType, EventTypeFinding, Profile, User } from "./types.ts";

export function profileOfUser(user: User): Profile {
  const { id, organizationId, name, slug, avatarUrl, timeZone } = user;
  return { type: "User", id, organizationId, name, slug, avatarUrl, timeZone };
}

function profileOfTeam(team: Team, owner: User | null): Profile {
  const { id, organizationId, name, slug } = team;
  return { type: "Team", id, organizationId, name, slug, avatarUrl: null, timeZone: owner?.timeZone ?? "UTC" };
}

/** The page at `/{slug}`: somebody's, or a team's. */
export function findProfile(state: State, slug: string): Profile | null {
  const { users, teams } = state.store;
  const wanted = slug.toLowerCase();
  const user = users.first({ where: { slug: wanted } });
  if (user !== null) return profileOfUser(user);
  const team = teams.first({ where: { slug: wanted } });
  return team === null ? null : profileOfTeam(team, users.get(team.memberIds[0] ?? ""));
}

/** An event type with its owner and its page; null when its owner or its team is gone. */
export function withProfile(state: State, eventType: EventType): EventTypeFinding | null {
  const host = state.store.users.get(eventType.ownerId);
  if (host === null) return null;
  if (eventType.teamId === null) return { eventType, host, profile: profileOfUser(host) };
  const team = state.store.teams.get(eventType.teamId);
  return team === null ? null : { eventType, host, profile: profileOfTeam(team, host) };
}

/** The event types on a page, in its order; one-off types stand on none. */
export function listOnPage(state: State, profile: Profile): readonly EventType[] {
  const order = { by: "position", direction: "asc" } as const;
  const where = profile.type === "Team" ? { team: profile.id } : { owner: profile.id, team: null };
  return state.store.eventTypes.list({ where: { ...where, code: null, deleted: 0 }, order });
}

/** The event type at `/{slug}/{event-type-slug}`. */
export function findOnPage(state: State, slug: string, eventTypeSlug: string): EventTypeFinding | null {
  const profile = findProfile(state, slug);
  if (profile === null) return null;
  const where = profile.type === "Team" ? { team: profile.id } : { owner: profile.id, team: null };
  const eventType = state.store.eventTypes.first({
    where: { ...where, slug: eventTypeSlug.toLowerCase(), code: null, deleted: 0 },
  });
  return eventType === null ? null : withProfile(state, eventType);
}
