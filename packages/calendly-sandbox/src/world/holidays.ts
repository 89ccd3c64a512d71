import type { State } from "../state.ts";
import { completeDate } from "./check-rules.ts";

/** The public holidays that a user keeps free: their weekday hours do not hold on those dates. */
export interface ObservedHolidays {
  readonly userId: string;
  /** ISO 3166-1 alpha-2: whose holidays they are. */
  readonly country: string;
  /** Calendar dates in the zone of whichever schedule is asked. */
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
}

export type ObserveHolidaysOutcome =
  | { readonly kind: "observed"; readonly observed: ObservedHolidays }
  | { readonly kind: "not_found" }
  | { readonly kind: "invalid_date"; readonly date: string };

/** Has a user observe these holidays instead of those before; none at all opens every date again. */
export function observeHolidays(state: State, observed: ObservedHolidays): ObserveHolidaysOutcome {
  const { store } = state;
  if (store.users.get(observed.userId) === null) return { kind: "not_found" };
  const wrong = observed.holidays.find(({ date }) => completeDate(date) !== date);
  if (wrong !== undefined) return { kind: "invalid_date", date: wrong.date };
  store.holidays.put(observed);
  return { kind: "observed", observed };
}

/** The dates that a user's weekday hours do not hold on. */
export function closedDatesOf(state: State, userId: string): readonly string[] {
  return state.store.holidays.get(userId)?.holidays.map(({ date }) => date) ?? [];
}
