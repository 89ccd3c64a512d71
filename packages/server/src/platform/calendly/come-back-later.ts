import { type CalendlyClient, CalendlyError } from "@punctual/calendly";
import { NotNow } from "../queue/job.ts";

/** When an outage is over at the earliest; null while there is none. */
export type OutageSeconds = () => number | null;

/** Where neither Calendly nor the budget says when. */
const aMinute = 60;

/**
 * A client whose calls throw `NotNow` where the account's budget has no place or Calendly is away: the job comes back
 * later, and none of its attempts is used up.
 */
export function comingBackLater(client: CalendlyClient, outageSeconds: OutageSeconds): CalendlyClient {
  const later = (error: unknown): never => {
    throw notNow(error, outageSeconds()) ?? error;
  };
  async function* pages<T>(walk: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
    try {
      yield* walk;
    } catch (error) {
      later(error);
    }
  }
  return {
    request: (endpoint, ...rest) => client.request(endpoint, ...rest).catch(later),
    paginate: (endpoint, ...rest) => pages(client.paginate(endpoint, ...rest)),
    items: (endpoint, ...rest) => pages(client.items(endpoint, ...rest)),
    availableTimes: (window, limits) => client.availableTimes(window, limits).catch(later),
    busyTimes: (window, limits) => client.busyTimes(window, limits).catch(later),
  };
}

function notNow(error: unknown, outageSeconds: number | null): NotNow | null {
  if (!(error instanceof CalendlyError)) return null;
  switch (error.code) {
    case "rate_limited":
      return new NotNow("Calendly's rate limit", error.retryAfterSeconds ?? aMinute, error);
    case "unreachable":
    case "timeout":
    case "server_error":
    case "unexpected_response":
      return outageSeconds === null ? null : new NotNow("Calendly cannot be reached", outageSeconds, error);
    default:
      return null;
  }
}
