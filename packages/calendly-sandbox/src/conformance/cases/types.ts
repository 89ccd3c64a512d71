import type { EndpointId } from "@punctual/calendly";
import type { Target } from "../target.ts";

/** A call that must be refused. */
export interface Refusal {
  readonly why: string;
  /** Path parameters: ids. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: 400 | 403 | 404 | 409;
  /** A parameter that the error's details must name. */
  readonly parameter?: string;
}

/** What one operation must do, on any Calendly. */
export interface OperationCase {
  /** `writes` changes the account: on a real one it runs only when that was asked for. */
  readonly effect: "reads" | "writes";
  /** Calls it as it should be called; what it throws is the finding. */
  readonly works: (target: Target) => Promise<void>;
  readonly refuses: (target: Target) => Promise<readonly Refusal[]> | readonly Refusal[];
}

export type OperationCases = Partial<Readonly<Record<EndpointId, OperationCase>>>;

/** An id that nothing has. */
export const nobody = "00000000-0000-4000-8000-000000000000";

/** A URI of that id in a collection, under an origin that the account's own URIs have. */
export const nobodysUri = (target: Target, collection: string): string =>
  `${new URL(target.me.uri).origin}/${collection}/${nobody}`;

/** The refusal of every operation that takes an id of something that is not there. */
export const unknownId: Refusal = { why: "an id that nothing has", params: { uuid: nobody }, status: 404 };
