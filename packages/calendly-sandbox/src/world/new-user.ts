import { randomUUID } from "node:crypto";
import { isTimeZone } from "../slots/zone.ts";
import type { State } from "../state.ts";
import { recordOwnActivity } from "./activity.ts";
import { findProfile } from "./profile.ts";
import type { AvailabilityRule, Organization, Role, Schedule, Timestamp, User, Weekday } from "./records.ts";
import { freeSlug, slugOf } from "./slug.ts";

const everyDay: readonly Weekday[] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The hours of an account on which nobody has changed them yet: 9 to 5, from Monday to Friday. */
const usualHours: readonly AvailabilityRule[] = everyDay.map((wday) => ({
  type: "wday",
  wday,
  intervals: wday === "sunday" || wday === "saturday" ? [] : [{ from: "09:00", to: "17:00" }],
}));

/** An organization for one person alone on the free plan: what an account is when nobody else pays for it. */
export function foundOwnOrganization(state: State, name: string, at: Timestamp): Organization {
  const organization: Organization = {
    id: randomUUID(),
    name,
    plan: "basic",
    stage: "free",
    createdAt: at,
    updatedAt: at,
  };
  state.store.organizations.put(organization);
  return organization;
}

/** Opens an account in an organization, with the usual hours as its only schedule. */
export function openAccount(
  state: State,
  person: {
    readonly organizationId: string;
    readonly role: Role;
    readonly name: string;
    readonly email: string;
    readonly timeZone: string;
  },
): User {
  const { store, clock } = state;
  const at = clock.timestamp();
  const isTaken = (slug: string) => findProfile(state, slug) !== null;
  const user: User = {
    ...person,
    id: randomUUID(),
    membershipId: randomUUID(),
    slug: freeSlug(slugOf(person.name), isTaken),
    timeNotation: "12h",
    locale: "en",
    avatarUrl: null,
    createdAt: at,
    updatedAt: at,
  };
  const schedule: Schedule = {
    id: randomUUID(),
    userId: user.id,
    name: "Working hours",
    isDefault: true,
    timeZone: person.timeZone,
    rules: usualHours,
  };
  store.users.put(user);
  store.schedules.put(schedule);
  return user;
}

/** A user changes what they say about themself. Null when there is no such user, or no such time zone. */
export function changeProfile(
  state: State,
  userId: string,
  change: Partial<Pick<User, "name" | "timeZone" | "timeNotation" | "locale" | "avatarUrl">>,
): User | null {
  const { store, clock } = state;
  return store.transaction(() => {
    const standing = store.users.get(userId);
    if (standing === null || (change.timeZone !== undefined && !isTimeZone(change.timeZone))) return null;
    const user: User = { ...standing, ...change, updatedAt: clock.timestamp() };
    store.users.put(user);
    recordOwnActivity(state, userId, {
      namespace: "User_Profile",
      action: "Modified",
      details: { changed: Object.keys(change) },
    });
    return user;
  });
}
