import type { CoachUsage, Usage, UsageCircuit } from "@punctual/contract";
import { capital, count, number } from "../plain-words.ts";
import { windowWords } from "../windows.ts";

/** How the calls fare, in one sentence: the worst thing first. */
export function usageSentence(usage: Usage): string {
  const away = usage.circuits.find(({ state }) => state !== "closed");
  if (away !== undefined) return awaySentence(away);
  const { calls, failed, throttled, heldBack } = usage;
  const during = windowWords[usage.window];
  if (calls === 0 && heldBack === 0) return `Nothing was asked of Calendly in ${during}.`;
  if (throttled > 0) {
    return `Calendly refused ${count(throttled, "call")} in ${during}, as an account made more than its plan allows.`;
  }
  if (failed > calls / 20) return `${shareWords(failed / calls)} of the calls in ${during} failed.`;
  const busiest = busiestOf(usage.coaches);
  const most =
    busiest === null
      ? ""
      : `, the busiest account at ${number(busiest.peakPerMinute)} of the ${number(busiest.limit)} a minute that it may make`;
  return `${count(calls, "call")} in ${during}${most}.`;
}

/** What a circuit that is not closed means for people. */
export function awaySentence({ upstream, state }: UsageCircuit): string {
  const next = state === "trial" ? "The next call finds out whether it is back." : "It is tried again by itself.";
  return upstream === "api"
    ? `Calendly cannot be reached just now, so background work waits and openings may be some minutes old. ${next}`
    : `Calendly's server for permissions cannot be reached just now, so no coach can connect and no token is renewed. ${next}`;
}

/** The account that came nearest to its limit; null where no limit is known. */
export function busiestOf(coaches: readonly CoachUsage[]): (CoachUsage & { readonly limit: number }) | null {
  const limited = coaches.flatMap((coach) => (coach.limit === null ? [] : [{ ...coach, limit: coach.limit }]));
  return limited.reduce<(typeof limited)[number] | null>(
    (most, coach) => (most === null || loadOf(coach) > loadOf(most) ? coach : most),
    null,
  );
}

function loadOf({ peakPerMinute, limit }: { readonly peakPerMinute: number; readonly limit: number }): number {
  return peakPerMinute / Math.max(1, limit);
}

const purposeNames: Readonly<Record<string, string>> = {
  person: "People who wait",
  delivery: "Webhook deliveries",
  subscription: "Webhook subscriptions",
  event_types: "Event types",
  backfill: "Copying history",
  sweep: "Comparing the copy",
  probe: "What accounts can do",
  tokens: "Permissions",
};

export function purposeName(purpose: string): string {
  return purposeNames[purpose] ?? purpose;
}

/** `listScheduledEvents` as words: 'List scheduled events'; the OAuth server's as 'Permission: refresh'. */
export function endpointName(endpoint: string): string {
  if (endpoint.startsWith("oauth.")) return `Permission: ${endpoint.slice("oauth.".length)}`;
  const words = endpoint.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return capital(words);
}

/** `held_back` as 'held back'. */
export function codeName(code: string): string {
  return code.replaceAll("_", " ");
}

/** `12 %`; what is more than nothing is never 0 %. */
export function shareWords(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return "under 1 %";
  return `${Math.round(percent)} %`;
}

/** `340 ms`, `2.5 s`, `15 s`. */
export function durationWords(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
}
