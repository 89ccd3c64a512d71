import { operationOf } from "../http/operations.ts";
import type { State } from "../state.ts";
import type { Change } from "../store/watch.ts";
import type { User } from "../world/types.ts";
import { redactHeaders, redactText } from "./redact.ts";
import { createRing } from "./ring.ts";
import type { Happening, HappeningKind, LoggedBody, RequestDetail, RequestSummary } from "./types.ts";

/** A call as it is kept: cheap to write, worked out when somebody reads. */
export interface LoggedCall {
  readonly at: number;
  readonly machineAt: number;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly caller: User | null;
  readonly faultId: string | null;
  readonly ending: RequestSummary["ending"];
  readonly requestHeaders: Headers;
  readonly requestBody: LoggedBody | null;
  readonly responseHeaders: Headers | null;
  readonly responseBody: LoggedBody | null;
}

export interface RequestQuery {
  readonly method?: string | undefined;
  /** Part of the path and query. */
  readonly path?: string | undefined;
  /** `404`, `4xx`, or `none` for calls without an answer. */
  readonly status?: string | undefined;
  readonly operation?: string | undefined;
  /** Id, e-mail address or part of the name of who called. */
  readonly caller?: string | undefined;
  /** Text anywhere in address or bodies. */
  readonly search?: string | undefined;
  /** Only calls with a smaller id: the page before. */
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}

export interface HappeningQuery {
  readonly kinds?: readonly Happening["kind"][] | undefined;
  readonly table?: string | undefined;
  /** Only those with a greater number. */
  readonly after?: number | undefined;
  /** The latest so many; 100 by default. */
  readonly limit?: number | undefined;
}

/** What happened, as far back as the log reaches (`historySize`), in memory alone. */
export interface History {
  /** Latest first. */
  requests(query?: RequestQuery): readonly RequestSummary[];
  request(id: number): RequestDetail | null;
  /** Oldest first. */
  happenings(query?: HappeningQuery): readonly Happening[];
  /** Calls `listener` with everything that happens from now on; returns how to stop that. */
  follow(listener: (happening: Happening) => void): () => void;
  clear(): void;
}

/** What the server writes into it. */
export interface HistoryWriter extends History {
  /** Whether calls are logged at all. */
  isOn(): boolean;
  log(call: LoggedCall): void;
  tell(happening: HappeningKind): void;
  close(): void;
}

/** Tables whose writes are told otherwise, or are bookkeeping. */
const untold = new Set(["faults"]);

function fieldsOf({ before, after }: Change): string[] {
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return [];
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(old[name]));
}

function isOfStatus(call: LoggedCall, wanted: string): boolean {
  if (wanted === "none") return call.status === null;
  const text = String(call.status ?? "");
  return /^[1-5]xx$/.test(wanted) ? text.startsWith(wanted.charAt(0)) : text === wanted;
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function matches(call: LoggedCall, query: RequestQuery): boolean {
  const { method, path, status, operation, caller, search } = query;
  const address = `${call.path}${call.search}`;
  if (method !== undefined && call.method !== method.toUpperCase()) return false;
  if (path !== undefined && !includes(address, path)) return false;
  if (status !== undefined && !isOfStatus(call, status)) return false;
  if (operation !== undefined && operationOf(call.method, call.path) !== operation) return false;
  if (caller !== undefined) {
    const who = call.caller;
    if (who === null || ![who.id, who.email, who.name].some((part) => includes(part, caller))) return false;
  }
  const texts = [address, call.requestBody?.text ?? "", call.responseBody?.text ?? ""];
  return search === undefined || texts.some((text) => includes(text, search));
}

export function createHistory(state: State): HistoryWriter {
  const { store, clock, settings } = state;
  const size = () => settings.historySize;
  const calls = createRing<LoggedCall & { readonly id: number }>(size);
  const told = createRing<Happening>(() => size() * 4);
  const listeners = new Set<(happening: Happening) => void>();
  let lastId = 0;
  let lastSeq = 0;

  const summaryOf = (call: LoggedCall & { readonly id: number }): RequestSummary => ({
    id: call.id,
    at: call.at,
    machineAt: call.machineAt,
    method: call.method,
    path: call.path,
    search: redactText(call.search),
    status: call.status,
    milliseconds: call.milliseconds,
    operation: operationOf(call.method, call.path),
    caller: call.caller && { id: call.caller.id, name: call.caller.name, email: call.caller.email },
    faultId: call.faultId,
    ending: call.ending,
  });

  function tell(happening: HappeningKind): void {
    lastSeq += 1;
    const whole = { seq: lastSeq, at: clock.now(), ...happening };
    told.push(whole);
    for (const listener of listeners) listener(whole);
  }

  const stopWatching = store.onChange((change) => {
    if (untold.has(change.table)) return;
    const kind = change.before === null ? "created" : change.after === null ? "deleted" : "changed";
    tell({
      kind: "record",
      table: change.table,
      key: change.key,
      change: kind,
      record: change.after ?? change.before,
      fields: fieldsOf(change),
    });
  });
  const stopClock = clock.onMove((from, to) => tell({ kind: "clock", from, to, frozen: clock.isFrozen() }));
  const redacted = (body: LoggedBody | null) => body && { ...body, text: redactText(body.text) };

  return {
    isOn: () => settings.historySize > 0,
    log(call) {
      lastId += 1;
      const kept = { ...call, id: lastId };
      calls.push(kept);
      if (call.faultId !== null) {
        tell({ kind: "fault", faultId: call.faultId, struckBy: `${call.method} ${call.path}` });
      }
      // Not kept among the rest: the log has it, and worked out only for somebody who listens.
      if (listeners.size === 0) return;
      lastSeq += 1;
      const happening: Happening = { seq: lastSeq, at: call.at, kind: "request", request: summaryOf(kept) };
      for (const listener of listeners) listener(happening);
    },
    tell,
    requests(query = {}) {
      const found: RequestSummary[] = [];
      for (const call of calls.latest()) {
        if (found.length >= (query.limit ?? 100)) break;
        if (query.before !== undefined && call.id >= query.before) continue;
        if (matches(call, query)) found.push(summaryOf(call));
      }
      return found;
    },
    request(id) {
      const call = calls.find((one) => one.id === id);
      if (call === null) return null;
      return {
        ...summaryOf(call),
        request: { headers: redactHeaders(call.requestHeaders), body: redacted(call.requestBody) },
        response: {
          headers: call.responseHeaders === null ? {} : redactHeaders(call.responseHeaders),
          body: redacted(call.responseBody),
        },
      };
    },
    happenings(query = {}) {
      const found: Happening[] = [];
      for (const one of told.latest()) {
        if (found.length >= (query.limit ?? 100) || one.seq <= (query.after ?? 0)) break;
        if (query.kinds !== undefined && !query.kinds.includes(one.kind)) continue;
        if (query.table !== undefined && (one.kind !== "record" || one.table !== query.table)) continue;
        found.push(one);
      }
      return found.reverse();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      calls.clear();
      told.clear();
    },
    close() {
      stopWatching();
      stopClock();
      listeners.clear();
    },
  };
}
