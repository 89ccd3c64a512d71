import type { Delivery, DeliveryFilter, DeliveryState, Inbox } from "@punctual/contract";
import type { Tone } from "@punctual/react";

export const stateWords: Record<DeliveryState, string> = {
  received: "Waiting",
  applied: "Applied",
  ignored: "Ignored",
  failed: "Tried again",
  dead: "Given up",
};

export const stateTones: Record<DeliveryState, Tone> = {
  received: "waiting",
  applied: "confirmed",
  ignored: "neutral",
  failed: "attention",
  dead: "canceled",
};

export const filterWords: readonly (readonly [DeliveryFilter, string])[] = [
  ["trouble", "Without effect"],
  ["received", "Waiting"],
  ["failed", "Tried again"],
  ["dead", "Given up"],
  ["applied", "Applied"],
  ["ignored", "Ignored"],
];

/** A minute's work is no backlog; what waits for longer means that nobody works it off. Milliseconds. */
const slow = 5 * 60_000;

/** Did everything that Calendly told us take effect? The worst thing first. */
export function inboxSentence(inbox: Inbox, now: number): string {
  const { received, applied, ignored, failed, dead } = inbox.counts;
  if (dead > 0) {
    const also = failed > 0 ? ` ${failed} more failed and will be tried again.` : "";
    return `${deliveries(dead)} from Calendly did not take effect.${also}`;
  }
  if (failed > 0) return `${deliveries(failed)} from Calendly failed so far and will be tried again.`;
  if (received > 0 && inbox.waitingSince !== null && now - Date.parse(inbox.waitingSince) > slow) {
    return `${deliveries(received)} from Calendly ${received === 1 ? "waits" : "wait"} for a worker. Check that one is running.`;
  }
  if (received > 0) return `${deliveries(received)} from Calendly ${received === 1 ? "is" : "are"} being applied.`;
  if (inbox.lastReceivedAt === null) return "Nothing has come from Calendly yet.";
  return applied + ignored === 0
    ? "Everything that Calendly ever told us has taken effect. Nothing came in the last 7 days."
    : "Everything that Calendly told us has taken effect.";
}

/** What a state means and what happens next, for the details of one. */
export function stateSentence(delivery: Pick<Delivery, "state" | "attempts">): string {
  switch (delivery.state) {
    case "received":
      return "It is stored and will be applied in a moment.";
    case "applied":
      return "The mirror has what it said.";
    case "ignored":
      return "It is kept, and nothing here changed by it.";
    case "failed":
      return "Applying it failed so far. It is tried again by itself, with growing pauses.";
    case "dead":
      return "Nothing more is tried by itself. Replay it once the cause is gone.";
  }
}

export function deliveries(count: number): string {
  return `${count} ${count === 1 ? "delivery" : "deliveries"}`;
}

export function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

export function sizeWords(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}

/** JSON with line breaks; anything else as it is. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
