import type { Role } from "@punctual/contract";

declare const minted: unique symbol;

interface AuthorizedPerson<R extends Role> {
  readonly role: R;
  readonly personId: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly emailVerified: boolean;
  readonly timeZone: string | null;
  /** The API key by which another service acts in the person's name; null when it is the person. */
  readonly keyId: string | null;
  /** The login session by which the person is here; null when it is a key. */
  readonly loginId: string | null;
  /** Only the gate mints these: a query that takes one cannot be called without it. */
  readonly [minted]: true;
}

/** A signed-in coach: may see and change what they host. */
export type AuthorizedCoach = AuthorizedPerson<"coach">;
/** A signed-in realtor: may see coaches on offer and, by verified e-mail, their own bookings. */
export type AuthorizedRealtor = AuthorizedPerson<"realtor">;
/** A signed-in admin: may see the whole programme. */
export type AuthorizedAdmin = AuthorizedPerson<"admin">;

/** Whoever passed the gate. */
export type Viewer = AuthorizedCoach | AuthorizedRealtor | AuthorizedAdmin;

/** The viewers of a route, narrowed by the roles that its definition names. */
export type ViewerOf<Access> = Access extends readonly (infer R extends Role)[] ? Extract<Viewer, { role: R }> : null;

/** What a link in a mail is for. */
export type LinkPurpose = "reset" | "verify";
