/** Clerk did not answer, or not in a way that means anything; the message may be shown. Trying again may help. */
export class ClerkUnavailable extends Error {
  override readonly name = "ClerkUnavailable";
}
