import type { z } from "zod";
import type { Answer } from "../../http/answer.ts";
import type { Parameters } from "../../http/input.ts";
import type { Origins } from "../../http/origin.ts";
import type { State } from "../../state.ts";
import { SandboxTrouble } from "../../store/trouble.ts";
import type { Controls } from "../controls.ts";
import type { openSnapshotFolder } from "../snapshots.ts";

export interface ControlParts {
  readonly state: State;
  readonly controls: Controls;
  readonly folder: ReturnType<typeof openSnapshotFolder>;
  readonly originsOf: (request: Request) => Origins;
  /** Aborted when the server begins to close. */
  readonly closing: AbortSignal;
}

/** One call of a control. Bodies are checked by the method of `Controls` that takes them. */
export interface ControlCall extends ControlParts {
  readonly request: Request;
  readonly origins: Origins;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** JSON or a form, with the parameters of the query where it has none of a name. */
  readonly body: Parameters;
}

/** A control over HTTP, as data: the routes and the index at `GET /_sandbox` walk the same list. */
export interface Control {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/_sandbox`, with `:name` for what is named in it. */
  readonly path: string;
  readonly says: string;
  /** What its body may hold, for the index. */
  readonly takes?: z.ZodType;
  /** The body is not read: it is a file. */
  readonly raw?: true;
  readonly handle: (call: ControlCall) => Answer | Response | Promise<Answer | Response>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const made = (body: unknown): Answer => ({ status: 201, body });
export const done: Answer = { status: 204 };

/** Refuses with 404 when something was not there. */
export function found(was: boolean, what: string): Answer {
  if (was) return done;
  throw new SandboxTrouble(`There is no ${what} of this id.`, { kind: "missing" });
}

/** A body as the argument of a control, whose method checks what it is. */
export const asRequest = <Wanted>(body: Parameters): Wanted => body as Wanted;
