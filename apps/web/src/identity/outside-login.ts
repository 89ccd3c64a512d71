/** What a provider outside knows of the person in this browser, once its code is in the page. */
export interface OutsideLogin {
  /** A fresh token of the login session; null when there is none. */
  token(): Promise<string | null>;
  /** Ends the login session at the provider as well. */
  signOut(): Promise<void>;
}

let current: OutsideLogin | null = null;

/** From now on calls carry the provider's token, which outlives the cookie of a page that slept. */
export function setOutsideLogin(login: OutsideLogin | null): void {
  current = login;
}

/** The token as a header for calls; nothing where people sign in here, or while the provider does not answer. */
export async function bearerHeaders(): Promise<Record<string, string>> {
  const token = await current?.token().catch(() => null);
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** Ends the login session at the provider; what it cannot be told from here, the server tells it. */
export async function signOutOutside(): Promise<void> {
  await current?.signOut().catch(() => undefined);
}
