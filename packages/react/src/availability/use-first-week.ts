import type { Availability } from "@punctual/contract";
import { useEffect, useState } from "react";
import { addDays, daysBetween } from "../time/calendar.ts";

/** How many weeks are looked through by themselves before the person is told that there is nothing. */
const weeksToPass = 4;

/**
 * Until the person leafs, weeks without openings are passed over: what they came for is the first time that they can
 * have. After some empty weeks it returns to the first one, where the reason stands.
 *
 * @returns whether it is still looking, and whether it passed a week over.
 */
export function useFirstWeek(input: {
  readonly enabled: boolean;
  readonly thisWeek: string;
  readonly week: string;
  /** The openings of `week`; absent while they are loading. */
  readonly openings: Pick<Availability, "slots"> | undefined;
  readonly onWeek: (week: string) => void;
}): { readonly looking: boolean; readonly passed: boolean; readonly stop: () => void } {
  const { enabled, thisWeek, week, openings, onWeek } = input;
  const [state, setState] = useState<"looking" | "found" | "stopped">(enabled ? "looking" : "stopped");
  const empty = openings?.slots.length === 0;
  const arrived = openings !== undefined;
  useEffect(() => {
    if (state !== "looking" || !arrived) return;
    if (!empty) {
      setState("found");
    } else if (daysBetween(thisWeek, week) >= weeksToPass * 7) {
      setState("stopped");
      onWeek(thisWeek);
    } else {
      onWeek(addDays(week, 7));
    }
  }, [state, arrived, empty, thisWeek, week, onWeek]);
  return {
    looking: state === "looking" && empty,
    passed: state === "found" && week !== thisWeek,
    stop: () => setState("stopped"),
  };
}
