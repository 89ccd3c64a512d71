import type { Overview } from "@punctual/contract";

/** The state of the programme in one sentence: the worst thing first, otherwise that all is well. */
export function healthOf(overview: Overview): string {
  const { coaches, coachesConnected, coachesNeedingReconnect, deliveries } = overview;
  if (coaches === 0) return "There are no coaches yet.";
  if (deliveries.failed > 0)
    return `${count(deliveries.failed, "delivery", "deliveries")} from Calendly could not be applied.`;
  if (coachesNeedingReconnect > 0) {
    return `${count(coachesNeedingReconnect, "coach has", "coaches have")} to reconnect Calendly before anyone can book them.`;
  }
  if (coachesConnected === 0) return "No coach has connected Calendly yet, so nobody can be booked.";
  const missing = coaches - coachesConnected;
  if (missing > 0) return `${count(missing, "coach has", "coaches have")} not connected Calendly yet.`;
  return "Every coach is connected and every delivery is applied.";
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
