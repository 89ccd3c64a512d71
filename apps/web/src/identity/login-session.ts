import { bearerHeaders, signOutOutside } from "./outside-login.ts";

/**
 * Ends the login session, and the provider's outside when there is one. False when the server could not be asked: the person
 * is then still signed in.
 */
export async function signOut(doFetch: typeof fetch = fetch): Promise<boolean> {
  try {
    const response = await doFetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json", ...(await bearerHeaders()) },
      credentials: "same-origin",
      body: "{}",
    });
    if (!response.ok && response.status !== 401) return false;
    await signOutOutside();
    return true;
  } catch {
    return false;
  }
}

/** Signs out and leaves for `address`; false when the server could not be asked. A new document: nothing of the person stays. */
export async function signOutTo(address: string): Promise<boolean> {
  if (!(await signOut())) return false;
  noteSignedIn(false);
  window.location.assign(address);
  return true;
}

/** Whether this browser holds a login session. Asked only where a 'no' is expected: it answers 200 either way. */
export async function isSignedIn(doFetch: typeof fetch = fetch): Promise<boolean> {
  try {
    const response = await doFetch("/api/auth/get-session", { credentials: "same-origin" });
    return response.ok && (await response.json()) !== null;
  } catch {
    return false;
  }
}

const hintKey = "punctual.signed-in";

/**
 * Whether this browser was signed in when it last looked. Only a hint, which spares a question: nothing is allowed
 * because of it. Without storage the answer is 'no', and the question is asked.
 */
export function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(hintKey) !== null;
  } catch {
    return false;
  }
}

/** Calls back when another tab of this browser has signed out. Returns what ends the watch. */
export function onSignedOutElsewhere(leave: () => void): () => void {
  const listener = (event: StorageEvent): void => {
    if (event.key === hintKey && event.newValue === null) leave();
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

export function noteSignedIn(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(hintKey, "1");
    else localStorage.removeItem(hintKey);
  } catch {
    // Storage may be forbidden: the question is then asked each time.
  }
}
