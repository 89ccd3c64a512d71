import { useApi, useConnection, useEventTypes, useTimeView } from "@punctual/react";
import { useQueries } from "@tanstack/react-query";
import { openHoursByDate } from "./open-hours.ts";

export interface OpenHours {
  readonly isPending: boolean;
  readonly known: boolean;
  /** Hours that can be booked by date; null while unknown. */
  readonly hours: ReadonlyMap<string, number> | null;
  /** Why there is nothing, or why it is old; null otherwise. */
  readonly notice: string | null;
}

/** More event types than this seldom open further hours, and each is a question to Calendly. */
const mostEventTypes = 4;

/** When the coach can be booked from one date to another (exclusive), over the event types on offer. */
export function useOpenHours(from: string, to: string): OpenHours {
  const api = useApi();
  const { timeZone } = useTimeView();
  const connection = useConnection();
  const connected = connection.data?.state === "active";
  const types = useEventTypes({}, { enabled: connected });
  const offered = (types.data?.items ?? []).filter((type) => type.offered && type.active).slice(0, mostEventTypes);
  const answers = useQueries({
    queries: offered.map((type) => ({
      // The shape of key that the weekly view uses, so that live changes make both old.
      queryKey: ["availability", type.id, from, to, timeZone],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        api.getAvailability({ query: { eventTypeId: type.id, from, to, timeZone } }, { signal }),
      staleTime: 60_000,
    })),
  });
  const times = answers.flatMap((answer, at) => {
    const minutes = offered[at]?.duration ?? 0;
    return (answer.data?.slots ?? []).map((slot) => {
      const start = Date.parse(slot.startAt);
      return { start, end: start + minutes * 60_000 };
    });
  });
  const isPending =
    connection.isPending || (connected && types.isPending) || answers.some((answer) => answer.isPending);
  const known = connected && types.isSuccess && answers.some((answer) => answer.isSuccess);
  return {
    isPending,
    known,
    hours: known ? openHoursByDate(times, timeZone) : null,
    notice: answers.find((answer) => answer.data?.stale)?.data?.notice ?? null,
  };
}
