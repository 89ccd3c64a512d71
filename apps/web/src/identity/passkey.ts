import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

/** What came of adding a passkey, or of signing in by one. */
export type PasskeyOutcome =
  | { readonly kind: "done" }
  /** The person closed the browser's window, or it waited too long. */
  | { readonly kind: "given_up" }
  | { readonly kind: "known_already" }
  /** `sentence`: what the server says; for the person. */
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "unreachable" };

const base = "/api/auth/passkey";

/** Whether this browser can have passkeys at all. */
export function canHavePasskeys(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

/**
 * Signs in by a passkey of this device. The server sets the login session's cookie; nothing is kept here. Never throws: a
 * refusal is an outcome.
 */
export function signInByPasskey(): Promise<PasskeyOutcome> {
  return ceremony(async () => {
    // The server's options are made for the library by its other half.
    const optionsJSON = (await get(`${base}/generate-authenticate-options`)) as PublicKeyCredentialRequestOptionsJSON;
    const { startAuthentication } = await import("@simplewebauthn/browser");
    await post(`${base}/verify-authentication`, { response: await startAuthentication({ optionsJSON }) });
  });
}

/** Adds a passkey of this device to the signed-in person. `name`: how they call it; empty for none. */
export function addPasskey(name: string): Promise<PasskeyOutcome> {
  return ceremony(async () => {
    const optionsJSON = (await get(`${base}/generate-register-options`)) as PublicKeyCredentialCreationOptionsJSON;
    const { startRegistration } = await import("@simplewebauthn/browser");
    const response = await startRegistration({ optionsJSON });
    await post(`${base}/verify-registration`, name === "" ? { response } : { response, name });
  });
}

/** The problem, then the way out; null when there is no problem. */
export function passkeySentence(outcome: PasskeyOutcome): string | null {
  switch (outcome.kind) {
    case "done":
      return null;
    case "given_up":
      return "No passkey was chosen. Try again, or use your password.";
    case "known_already":
      return "This device has a passkey for Punctual already. Sign in by it, or remove it below first.";
    case "refused":
      return outcome.sentence;
    case "unreachable":
      return "Punctual cannot be reached. Check your connection and try again.";
  }
}

class Refused extends Error {}

async function ceremony(run: () => Promise<void>): Promise<PasskeyOutcome> {
  try {
    await run();
    return { kind: "done" };
  } catch (error) {
    if (error instanceof Refused) return { kind: "refused", sentence: error.message };
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") return { kind: "given_up" };
    if (name === "InvalidStateError") return { kind: "known_already" };
    return { kind: "unreachable" };
  }
}

async function get(path: string): Promise<unknown> {
  return answered(await fetch(path, { headers: { accept: "application/json" }, credentials: "same-origin" }));
}

async function post(path: string, body: unknown): Promise<void> {
  await answered(
    await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(body),
    }),
  );
}

async function answered(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const detail = typeof body === "object" && body !== null && "detail" in body ? String(body.detail) : null;
  throw new Refused(detail ?? "That did not work. Try again, or use your password.");
}
