import {
  type CalendlyClientOptions,
  CalendlyError,
  type CallBudget,
  type CallUsage,
  OAuthError,
  uuidOf,
} from "@punctual/calendly";
import type { Clock } from "../clock.ts";
import type { OpenDatabase } from "../database/open.ts";
import type { StoredBudget } from "../database/schema.ts";
import type { Log } from "../log.ts";
import type { Sleep } from "../sleep.ts";
import { createBudgetStore } from "./budget-store.ts";
import { createCallBudgets } from "./call-budget.ts";
import { type CallSign, type Circuit, createCircuitBreaker } from "./circuit-breaker.ts";
import { type ClientPurpose, type Patience, patienceFor } from "./purpose.ts";
import { createCallRecorder } from "./record-calls.ts";

/** Calendly's API and its OAuth server: each may be away by itself. */
export const upstreamNames = ["api", "oauth"] as const;
export type UpstreamName = (typeof upstreamNames)[number];

/** Who calls, and for whom. */
export interface Caller {
  readonly coachId: string | null;
  /** URI of the Calendly user whose limit counts; null while nobody knows it. */
  readonly calendlyUser: string | null;
  readonly purpose: ClientPurpose;
}

/** How this process calls Calendly: within each account's budget, not while it is away, and on record. */
export interface Upstream {
  /** What a client of this caller is made with. Everybody who calls for a user shares that user's budget. */
  clientOptions(
    caller: Caller,
  ): Pick<CalendlyClientOptions, "budget" | "onCall" | "now" | "sleep"> & Patience["limits"];
  /** One call of the OAuth server. Throws `OAuthError` `unreachable` at once while that is away. */
  oauth<T>(call: { readonly endpoint: string; readonly coachId: string | null }, run: () => Promise<T>): Promise<T>;
  /** Notes an answer that the client did not see: a token that was refused and renewed. */
  noteRefused(caller: Caller, call: { readonly endpoint: string; readonly latencyMs: number }): void;
  circuit(name: UpstreamName): Circuit;
  /** Seconds until Calendly may be asked again; null while it is there. */
  outageSeconds(): number | null;
  /** What is known of the windows of these users, by URI. */
  windows(userUris: readonly string[]): Promise<ReadonlyMap<string, NonNullable<StoredBudget["window"]>>>;
  /** Holds no call back any longer, so that the jobs that run can end; `holdAgain` takes it back. */
  letGo(): void;
  holdAgain(): void;
  /** Records that the database did not take. */
  readonly droppedRecords: number;
  /** Writes what is known so far: records of calls, budgets. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface UpstreamOptions {
  readonly open: OpenDatabase;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  /** See `createCallRecorder`. */
  readonly flushMs: number | null;
}

/** Codes of records that are no answer of Calendly's: the call was not sent. */
export const unsentCodes = ["held_back", "circuit_open"] as const;

export function openUpstream({ open, clock, sleep, log, flushMs }: UpstreamOptions): Upstream {
  const now = () => clock.now().epochMilliseconds;
  const recorder = createCallRecorder(open.database, { clock, log, flushMs });
  const budgets = createCallBudgets(createBudgetStore(open, clock), { now, sleep, log });
  const breakerOf = (name: UpstreamName) =>
    createCircuitBreaker(now, (circuit) =>
      log.warn({ upstream: name, ...circuit }, circuit.state === "closed" ? "calendly is back" : "calendly is away"),
    );
  const breakers = { api: breakerOf("api"), oauth: breakerOf("oauth") };

  function budgetOf(caller: Caller, patience: Patience, held: HeldCalls): CallBudget {
    const user = caller.calendlyUser === null ? null : uuidOf(caller.calendlyUser);
    let heldUntil: number | null = null;

    function refuse(endpoint: string, attempt: number, code: (typeof unsentCodes)[number], waitedMs: number): void {
      const { coachId, purpose } = caller;
      const unsent = { status: null, remaining: null, latencyMs: Math.round(waitedMs), waited: waitedMs > 0 };
      recorder.record({ coachId, purpose, endpoint, attempt, code, ...unsent });
    }

    return {
      async beforeCall({ endpoint, attempt, signal }) {
        enter(endpoint, attempt);
        if (user === null || ownLimits.includes(endpoint)) return { admitted: true };
        heldUntil ??= now() + patience.overallMs;
        const longestWaitMs = Math.min(patience.longestWaitMs, Math.max(0, heldUntil - now()));
        const hold = { longestWaitMs, signal };
        const admission = await budgets.admit(user, patience.priority, hold).catch((cause: unknown) => {
          leave();
          throw cause;
        });
        if (!admission.admitted) {
          leave();
          refuse(endpoint, attempt, "held_back", admission.waitedMs);
          return admission;
        }
        // It may have gone away while this call was held back.
        if (admission.waitedMs > 0 && breakers.api.look().state === "open") {
          budgets.release(user);
          enter(endpoint, attempt);
        }
        held.note(endpoint, admission.waitedMs);
        return admission;
      },
      afterCall(usage) {
        if (user !== null && !ownLimits.includes(usage.endpoint)) budgets.settle(user, usage);
      },
    };

    function enter(endpoint: string, attempt: number): void {
      const entry = breakers.api.enter();
      if (entry.kind === "go") return;
      refuse(endpoint, attempt, "circuit_open", 0);
      throw new CalendlyError({
        code: "unreachable",
        message: `${endpoint}: not sent, Calendly has not been reachable`,
        endpoint,
        title: "Away",
        retryAfterSeconds: Math.ceil(entry.waitMs / 1_000),
        attempts: attempt - 1,
      });
    }

    /** What was let through by the breaker and held back by the budget finds nothing out. */
    function leave(): void {
      breakers.api.tell({ ...nothing, coachId: caller.coachId, code: "aborted" });
    }
  }

  return {
    clientOptions(caller) {
      const patience = patienceFor[caller.purpose];
      const held = createHeldCalls();
      return {
        now,
        sleep,
        ...patience.limits,
        budget: budgetOf(caller, patience, held),
        onCall(usage) {
          const { coachId, purpose } = caller;
          breakers.api.tell({ ...usage, coachId, code: usage.outcome });
          recorder.record({ coachId, purpose, ...recordOf(usage), waited: held.take(usage.endpoint) });
        },
      };
    },

    async oauth({ endpoint, coachId }, run) {
      const base = { coachId, endpoint, purpose: "tokens", attempt: 1, remaining: null, waited: false };
      const entry = breakers.oauth.enter();
      if (entry.kind === "refused") {
        recorder.record({ ...base, status: null, code: "circuit_open", latencyMs: 0 });
        const message = `${endpoint}: not sent, Calendly's OAuth server has not been reachable`;
        throw new OAuthError({ code: "unreachable", message, retryAfterSeconds: Math.ceil(entry.waitMs / 1_000) });
      }
      const startedAt = now();
      const sign = { ...nothing, endpoint, coachId };
      try {
        const value = await run();
        breakers.oauth.tell({ ...sign, status: 200, code: "ok" });
        recorder.record({ ...base, status: 200, code: null, latencyMs: Math.round(now() - startedAt) });
        return value;
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        const { status, code, retryAfterSeconds } = error;
        // An answer to a token request that cannot be read is a page of whatever stands before Calendly.
        breakers.oauth.tell({ ...sign, status, code, retryAfterSeconds, notJson: code === "unexpected_response" });
        recorder.record({ ...base, status, code, latencyMs: Math.round(now() - startedAt) });
        throw error;
      }
    },

    noteRefused({ coachId, purpose }, call) {
      const refused = { status: 401, code: "unauthenticated", remaining: null, attempt: 1, waited: false };
      recorder.record({ coachId, purpose, ...refused, ...call });
    },

    circuit: (name) => breakers[name].look(),

    outageSeconds() {
      const waits = upstreamNames.flatMap((name) => {
        const circuit = breakers[name].look();
        return circuit.state === "closed" ? [] : [Math.ceil((circuit.nextTryAt - now()) / 1_000)];
      });
      return waits.length === 0 ? null : Math.max(1, ...waits);
    },

    async windows(userUris) {
      const found = await budgets.look(userUris.map(uuidOf));
      return new Map(
        userUris.flatMap((uri) => {
          const window = found.get(uuidOf(uri));
          return window === undefined ? [] : [[uri, window] as const];
        }),
      );
    },

    letGo: () => budgets.letGo(),
    holdAgain: () => budgets.holdAgain(),

    get droppedRecords() {
      return recorder.dropped;
    },

    async flush() {
      await Promise.all([budgets.settled(), recorder.flush()]);
    },

    async close() {
      await budgets.settled();
      await recorder.close();
    },
  };
}

/** Bookings have limits of their own, so their headers say nothing about other calls. */
const ownLimits: readonly string[] = ["createInvitee"];

const nothing: CallSign = {
  endpoint: "",
  coachId: null,
  status: null,
  code: "ok",
  notJson: false,
  retryAfterSeconds: null,
};

function recordOf({ endpoint, attempt, status, outcome, durationMs, rateLimit }: CallUsage) {
  return {
    endpoint,
    attempt,
    status,
    code: outcome === "ok" ? null : outcome,
    latencyMs: Math.round(durationMs),
    remaining: rateLimit?.remaining ?? null,
  };
}

interface HeldCalls {
  note(endpoint: string, waitedMs: number): void;
  take(endpoint: string): boolean;
}

/** Which calls of a client were held back, until their answers come: which of several alike is all one. */
function createHeldCalls(): HeldCalls {
  const held = new Map<string, number>();
  return {
    note(endpoint, waitedMs) {
      if (waitedMs > 0) held.set(endpoint, (held.get(endpoint) ?? 0) + 1);
    },
    take(endpoint) {
      const count = held.get(endpoint) ?? 0;
      if (count > 0) held.set(endpoint, count - 1);
      return count > 0;
    },
  };
}
