import type { AuthorizedAdmin, AuthorizedCoach, AuthorizedRealtor, Viewer } from "./types.ts";

/** Hosts sessions; sees and changes what is their own. */
export function isCoach(viewer: Viewer): viewer is AuthorizedCoach {
  return viewer.role === "coach";
}

/** Books coaches; sees coaches on offer and their own bookings. */
export function isRealtor(viewer: Viewer): viewer is AuthorizedRealtor {
  return viewer.role === "realtor";
}

/** Runs the programme; sees all of it. */
export function isAdmin(viewer: Viewer): viewer is AuthorizedAdmin {
  return viewer.role === "admin";
}

/** For the audit log: who acted, and on whose behalf. */
export function actorOf({ personId, keyId }: Viewer): { readonly actor: string; readonly onBehalfOf: string | null } {
  return keyId === null ? { actor: personId, onBehalfOf: null } : { actor: keyId, onBehalfOf: personId };
}

/** Characters of a password. */
export const passwordLength = { least: 12, most: 256 } as const;
