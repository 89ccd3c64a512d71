import type { Coach } from "@punctual/contract";

/** Why a coach cannot be booked, in one sentence; null when they can. */
export function coachTrouble(coach: Coach): string | null {
  const { state, trouble } = coach.connection;
  switch (state) {
    case "none":
      return trouble ?? "Has not connected Calendly yet.";
    case "disconnected":
      return trouble ?? "Disconnected Calendly. Ask them to connect again.";
    case "needs_reconnect":
      return trouble ?? "Calendly no longer accepts our access. Ask them to reconnect.";
    case "active":
      return trouble ?? (coach.offeredEventTypes === 0 ? "Offers no event type to realtors." : null);
  }
}
