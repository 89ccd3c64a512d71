import type { EndpointId } from "@punctual/calendly";

/** A call as the log lists it. */
export interface RequestSummary {
  /** 1, 2, 3... in the order of arrival, over all of one process. */
  readonly id: number;
  /** When it came, milliseconds on the sandbox's clock, and the machine's. */
  readonly at: number;
  readonly machineAt: number;
  readonly method: string;
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
  /** Null when the caller got no answer. */
  readonly status: number | null;
  /** Milliseconds until the answer was ready, faults included. */
  readonly milliseconds: number;
  readonly operation: EndpointId | null;
  readonly caller: { readonly id: string; readonly name: string; readonly email: string } | null;
  /** The fault rule that struck. */
  readonly faultId: string | null;
  readonly ending: "answered" | "hung" | "cut" | "truncated";
}

/** A body as far as the log keeps it. */
export interface LoggedBody {
  readonly text: string;
  /** The whole body's length in characters; more than `text` has when the log cut it. */
  readonly length: number;
}

/** A call with all that was kept of it. Secrets in headers and bodies are shortened to their last four characters. */
export interface RequestDetail extends RequestSummary {
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: LoggedBody | null };
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: LoggedBody | null };
}

/** What a listener is told, each with its number in one sequence and its time on the sandbox's clock. */
export type Happening = { readonly seq: number; readonly at: number } & HappeningKind;

export type HappeningKind =
  | { readonly kind: "request"; readonly request: RequestSummary }
  /** A record came to be, changed or went, whoever did it. */
  | {
      readonly kind: "record";
      readonly table: string;
      readonly key: string;
      readonly change: "created" | "changed" | "deleted";
      /** What it says now, or said last. */
      readonly record: unknown;
      /** Names of the fields that are not as before. */
      readonly fields: readonly string[];
    }
  | { readonly kind: "clock"; readonly from: number; readonly to: number; readonly frozen: boolean }
  | { readonly kind: "fault"; readonly faultId: string; readonly struckBy: string }
  | { readonly kind: "control"; readonly method: string; readonly path: string; readonly status: number };

export const happeningKinds = ["request", "record", "clock", "fault", "control"] as const;
