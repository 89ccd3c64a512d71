import type { State } from "../state.ts";
import { isEmail } from "../world/check-booking.ts";
import type { User } from "../world/types.ts";
import { revokeAllTokens } from "./tokens.ts";

/** What somebody changes about how they sign in. */
export type LoginChange =
  | { readonly kind: "email"; readonly email: string }
  | { readonly kind: "password" }
  /** From a password to Google or Microsoft, or back. */
  | { readonly kind: "method" };

export type ChangeLoginOutcome =
  | { readonly kind: "changed"; readonly user: User; readonly revokedTokens: number }
  | { readonly kind: "not_found" }
  | { readonly kind: "invalid_email" }
  | { readonly kind: "email_taken" };

/**
 * Somebody changes their login, which ends every token that acts as them, personal ones included.
 *
 * Source: https://developer.calendly.com/docs/authentication/how-to-authenticate-with-personal-access-tokens
 */
export function changeLogin(state: State, userId: string, change: LoginChange): ChangeLoginOutcome {
  const { store, clock } = state;
  return store.transaction((): ChangeLoginOutcome => {
    const standing = store.users.get(userId);
    if (standing === null) return { kind: "not_found" };
    let user = standing;
    if (change.kind === "email") {
      const email = change.email.trim();
      if (!isEmail(email)) return { kind: "invalid_email" };
      const holder = store.users.first({ where: { email: email.toLowerCase() } });
      if (holder !== null && holder.id !== userId) return { kind: "email_taken" };
      user = { ...standing, email, updatedAt: clock.timestamp() };
      store.users.put(user);
    }
    return { kind: "changed", user, revokedTokens: revokeAllTokens(state, userId) };
  });
}
