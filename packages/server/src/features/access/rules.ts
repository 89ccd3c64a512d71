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

/** How fresh the note of when a login was last seen is kept; each note is a write. */
export const seenEveryMs = 3_600_000;

/** How long the link of a mail is good. */
export const linkHours = { reset: 1, verify: 24 } as const;
/** Links of one kind that a person is sent within that time at most: nobody's mailbox is filled by asking for them. */
export const mostLinks = 3;

/** Passwords of 12 characters and more that lists of stolen ones begin with, and parts of which such are made. */
const commonParts =
  /password|passwort|qwert[yz]|asdfgh|iloveyou|letmein|welcome|administrator|abc123|123456|654321|111111|000000/g;

/**
 * Why a password is too easy to guess for this person, as a sentence; null when nothing is known against it. Length is
 * settled before (contract). Whether it occurs among stolen ones is not looked up: nothing here asks other services.
 */
export function passwordTrouble(
  password: string,
  person: { readonly name: string; readonly email: string },
): string | null {
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5) return "Use more than a few different characters.";
  const words = [...person.name.split(/\s+/), ...person.email.split(/[@.]/), "punctual", "calendly"];
  const known = words.map((word) => word.normalize("NFKC").toLowerCase()).filter((word) => word.length >= 4);
  const left = known.reduce((rest, word) => rest.replaceAll(word, ""), plain).replace(commonParts, "");
  if ([...left].length < 8) return "Leave out your name, your address and what everybody writes: it is easy to guess.";
  return null;
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** A browser's own name for itself in a few words, so that people know their devices; null where nothing is known. */
export function deviceOf(userAgent: string | null): string | null {
  const find = (names: typeof browsers) => names.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  if (browser === undefined) return system ?? null;
  return system === undefined ? browser : `${browser} on ${system}`;
}
