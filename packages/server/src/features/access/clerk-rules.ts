import type { Role } from "@punctual/contract";
import type { ClerkUser } from "../../platform/clerk/user.ts";

/** What Clerk was last known to have of a user. */
export interface KnownUser {
  readonly role: Role | null;
  readonly sentRole: Role | null;
  readonly name: string;
  readonly barred: boolean;
}

/** A person here, as far as Clerk may change them. */
export interface FollowedPerson {
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

/** What Clerk is known to have from now on. */
export function nextKnown(known: KnownUser | null, user: ClerkUser): KnownUser {
  return {
    role: user.role,
    sentRole: known?.sentRole === user.role ? null : (known?.sentRole ?? null),
    name: user.name,
    barred: user.banned || (user.role === null && ((known?.barred ?? false) || (known?.role ?? null) !== null)),
  };
}

/**
 * The person as they are to be. Only what *changed* at Clerk since it was last heard of is taken over: what an admin
 * changed here in the meantime is on its way there, and news that do not know of it yet must not undo it.
 */
export function followUser(known: KnownUser | null, user: ClerkUser, person: FollowedPerson): FollowedPerson {
  const roleChanged = user.role !== null && user.role !== known?.role && user.role !== known?.sentRole;
  return {
    role: roleChanged && user.role !== null ? user.role : person.role,
    name: known === null || known.name === user.name ? person.name : user.name,
    ...followAddress(user, person),
  };
}

/** An address is taken over once Clerk has verified it; until then the old one stands for nobody's bookings. */
function followAddress(user: ClerkUser, person: FollowedPerson): Pick<FollowedPerson, "email" | "emailVerified"> {
  if (user.email !== null && user.emailVerified) return { email: user.email, emailVerified: true };
  return { email: person.email, emailVerified: false };
}

export function isSamePerson(a: FollowedPerson, b: FollowedPerson): boolean {
  return a.role === b.role && a.name === b.name && a.email === b.email && a.emailVerified === b.emailVerified;
}

/** Why somebody whom Clerk let in is not let in here, as sentences with the way out. */
export const strangerSentences = {
  no_role: "Your account has no role in this programme yet. Ask an admin to give you one, then sign in again.",
  barred: "Your role in this programme was taken away. Ask an admin if that is a mistake.",
  no_address: "Your account has no e-mail address. Add one to it, then sign in again.",
  unverified: "Your e-mail address is not verified yet. Verify it in your account, then sign in again.",
  address_taken:
    "Another account of this programme has your e-mail address. Sign in with that one, or ask an admin to remove it.",
  erased: "Your account was removed from this programme. Ask an admin if that is a mistake.",
  impersonated: "Somebody else's login session is not let in here. Sign in as yourself.",
} as const;

export type StrangerReason = keyof typeof strangerSentences;

/** Whether a person may be made of this user, or the user joined with the person who holds their address (`holder`). */
export function checkNewcomer(
  user: ClerkUser,
  known: KnownUser,
  holder: { readonly externalId: string | null } | null,
): StrangerReason | "make" | "join" {
  if (known.barred) return "barred";
  if (user.email === null) return "no_address";
  // An address that nobody has verified would let anyone in as anyone.
  if (!user.emailVerified) return "unverified";
  if (holder !== null) return holder.externalId === null ? "join" : "address_taken";
  return user.role === null ? "no_role" : "make";
}
