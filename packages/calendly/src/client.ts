import { type AvailableTimesWindow, collectAvailableTimes } from "./available-times.ts";
import { type BusyTimesWindow, collectBusyTimes } from "./busy-times.ts";
import type { CallBudget } from "./call-budget.ts";
import type { DriftReport } from "./drift-report.ts";
import type { CallArguments, CallLimits, Endpoint, ResponseOf } from "./endpoint.ts";
import type { CalendlyErrorCode } from "./errors.ts";
import type { FetchLike } from "./http.ts";
import { type ItemOf, type Page, type PagedEndpoint, type PagesArguments, walkItems, walkPages } from "./paging.ts";
import { type Call, createCaller } from "./request.ts";
import type { RateLimit } from "./retry.ts";
import type { BusyTime } from "./schemas/availability.ts";
import type { AvailableTime } from "./schemas/available-times.ts";

/** One attempt at a call, for metrics and quota bookkeeping. Holds no personal data. */
export interface CallUsage {
  /** Id of the endpoint. */
  readonly endpoint: string;
  readonly method: string;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly outcome: "ok" | CalendlyErrorCode;
  /** Milliseconds from sending to the whole answer. */
  readonly durationMs: number;
  /** From 1. */
  readonly attempt: number;
  readonly rateLimit: RateLimit | null;
  /** Seconds to wait, as the answer said; null when it did not. */
  readonly retryAfterSeconds: number | null;
  /** The answer has a body that is no JSON: what stands before Calendly spoke, and not Calendly. */
  readonly notJson: boolean;
  /** What names the answer to Calendly's support; null when no header did. */
  readonly requestId: string | null;
}

export interface CalendlyClientOptions {
  /**
   * A personal or OAuth access token, or a function that gives one; the function is asked before every attempt, and what
   * it throws reaches the caller unchanged.
   */
  readonly accessToken: string | (() => string | Promise<string>);
  /** Default `https://api.calendly.com`. */
  readonly apiUrl?: string | undefined;
  readonly fetch?: FetchLike | undefined;
  /** The current time in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Waits between attempts; must reject when the signal aborts. */
  readonly sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** In [0, 1). Default `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Limit of one attempt in milliseconds. Default 15,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is sent at most. Default 3. */
  readonly maxAttempts?: number | undefined;
  /**
   * The longest wait between two attempts, in milliseconds. Default 65,000, which outlasts Calendly's one-minute window.
   * When the server asks for more, the call fails at once with `retryAfterSeconds` set, and the caller decides.
   */
  readonly maxRetryDelayMs?: number | undefined;
  /** Told of every attempt. What it throws is dropped: a failing metric must not turn a made booking into an error. */
  readonly onCall?: ((usage: CallUsage) => void) | undefined;
  /**
   * Told where an answer differs from the documentation, by names and types alone. What it throws is dropped. An added
   * field is reported once per endpoint and path.
   */
  readonly onDrift?: ((report: DriftReport) => void) | undefined;
  /** Decides when a call may go: `createRateBudget`, or one of your own for several processes. */
  readonly budget?: CallBudget | undefined;
}

/** Speaks Calendly's API v2 for one token. Every method rejects with `CalendlyError`, or with what `accessToken` threw. */
export interface CalendlyClient {
  /**
   * Makes one call and gives its parsed body, envelope included (`{ resource }` or `{ collection, pagination }`);
   * undefined for a 204. Path parameters take an id or a whole URI. The answer is read tolerantly (see `readTolerantly`):
   * unknown fields are kept, what is missing or mistyped goes to `onDrift`, and only what nobody could act on is
   * `unexpected_response`.
   *
   * Retries a 429 always (nothing was done), a 5xx or a lost answer only where the endpoint is idempotent.
   */
  request<E extends Endpoint>(endpoint: E, ...rest: CallArguments<E>): Promise<ResponseOf<E>>;
  /**
   * Walks a paged list page by page from `pageToken` (or the start), for as long as the consumer asks.
   * Store `nextPageToken` with the items to go on later; it belongs to the same query.
   */
  paginate<E extends PagedEndpoint>(endpoint: E, ...rest: PagesArguments<E>): AsyncGenerator<Page<E>, void, void>;
  /**
   * Walks a paged list item by item; pages are asked for as the consumer gets to them. To be able to go on later, use
   * `paginate`: a page token stands for a whole page.
   */
  items<E extends PagedEndpoint>(endpoint: E, ...rest: PagesArguments<E>): AsyncGenerator<ItemOf<E>, void, void>;
  /**
   * The slots of an event type between two instants, ascending, each start once. Any length: windows over 31 days are
   * split. What lies in the past is left out, as Calendly refuses it; no slots is an empty list.
   */
  availableTimes(window: AvailableTimesWindow, limits?: CallLimits): Promise<AvailableTime[]>;
  /**
   * When a user is busy between two instants, ascending by start. Any length: windows over 7 days are split. What lies in
   * the past is left out, as Calendly refuses it. `external_calendar` when a connected calendar cannot be read.
   */
  busyTimes(window: BusyTimesWindow, limits?: CallLimits): Promise<BusyTime[]>;
}

/** Makes a client for one token. Holds no connection and no timer; nothing needs closing. */
export function createCalendlyClient(options: CalendlyClientOptions): CalendlyClient {
  const now = options.now ?? Date.now;
  const call = createCaller(options);

  // The one place where the answer, parsed by the endpoint's own schema, gets that schema's type.
  function request<E extends Endpoint>(endpoint: E, ...rest: CallArguments<E>): Promise<ResponseOf<E>> {
    const given: Call = rest[0] ?? {};
    return call(endpoint, given) as Promise<ResponseOf<E>>;
  }

  return {
    request,
    paginate: (endpoint, ...[given, position]) => walkPages(call, endpoint, given ?? {}, position?.pageToken ?? null),
    items: (endpoint, ...[given, position]) => walkItems(call, endpoint, given ?? {}, position?.pageToken ?? null),
    availableTimes: (window, limits) => collectAvailableTimes(request, window, limits ?? {}, now),
    busyTimes: (window, limits) => collectBusyTimes(request, window, limits ?? {}, now),
  };
}
