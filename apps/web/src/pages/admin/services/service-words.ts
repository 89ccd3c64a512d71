import type { ApiKey, ApiKeyState, ApiScope, OutgoingEndpoint, OutgoingKind, OutgoingState } from "@punctual/contract";
import type { Tone } from "@punctual/react";

export const scopeWords: Record<ApiScope, string> = {
  "programme:read": "See the programme's numbers",
  "coaches:read": "See coaches",
  "event_types:read": "See event types",
  "availability:read": "See openings",
  "sessions:read": "See sessions and who is invited",
  "sessions:write": "Cancel sessions",
  "deliveries:read": "See deliveries of Calendly's webhooks",
  "deliveries:write": "Replay deliveries",
  "sync:read": "See drift and API usage",
  "sync:write": "Start comparisons with Calendly",
};

/** In their order; from the words, so that a page need not download the contract's schemas. */
export const scopes = keysOf(scopeWords);

export const keyStateWords: Record<ApiKeyState, string> = {
  active: "Active",
  expired: "Expired",
  revoked: "Revoked",
  orphaned: "Not accepted",
};
export const keyStateTones: Record<ApiKeyState, Tone> = {
  active: "confirmed",
  expired: "neutral",
  revoked: "neutral",
  orphaned: "attention",
};

/** What an admin should know about a key, as a sentence; null when all is well. */
export function keyTrouble({ state, person }: ApiKey): string | null {
  switch (state) {
    case "active":
      return null;
    case "expired":
      return "Its time is over. A service that still needs it needs a new key.";
    case "revoked":
      return "It was revoked and is refused.";
    case "orphaned":
      return `It acts for ${person.name}, who is no admin any more, so it is refused. Replace it to have it act for you.`;
  }
}

export const kindWords: Record<OutgoingKind | "test", string> = {
  "session.booked": "A session is booked",
  "session.canceled": "A session is canceled",
  "session.rescheduled": "A session is moved",
  "session.gone": "Calendly deleted a session's data",
  "invitee.no_show_marked": "An invitee is marked as a no-show",
  "invitee.no_show_unmarked": "A no-show mark is taken back",
  "connection.needs_reconnect": "A coach must connect Calendly again",
  test: "Test",
};

/** What an endpoint can ask for: everything but tests. */
export const kinds = keysOf(kindWords).filter((kind) => kind !== "test");

export const messageStateWords: Record<OutgoingState, string> = {
  waiting: "Waiting",
  delivered: "Delivered",
  failed: "Given up",
};
export const messageStateTones: Record<OutgoingState, Tone> = {
  waiting: "waiting",
  delivered: "confirmed",
  failed: "canceled",
};

/** How an endpoint is, in one word with its tone. */
export function endpointState(endpoint: OutgoingEndpoint): { readonly word: string; readonly tone: Tone } {
  if (!endpoint.enabled) return { word: "Off", tone: endpoint.trouble === null ? "neutral" : "attention" };
  return endpoint.failingSince === null ? { word: "On", tone: "confirmed" } : { word: "Failing", tone: "attention" };
}

/** The address without what every address has. */
export function shortUrl(url: string): string {
  return url.replace(/^https:\/\//, "").replace(/\/$/, "");
}

function keysOf<Key extends string>(words: Readonly<Record<Key, string>>): Key[] {
  return Object.keys(words) as Key[];
}
