import type * as z from "zod";
import type { Answer } from "../../http/answer.ts";
import type { Parameters } from "../../http/input.ts";
import type { Origins } from "../../http/origin.ts";
import type { State } from "../../state.ts";
import type { Controls } from "../controls.ts";
import { missing } from "../read.ts";
import type { SnapshotFolder } from "../snapshots.ts";

export interface ControlParts {
  readonly state: State;
  readonly controls: Controls;
  readonly folder: SnapshotFolder;
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
  throw missing(what);
}

/** A body as the argument of a control, whose method checks what it is. */
export const asRequest = <Wanted>(body: Parameters): Wanted => body as Wanted;

/** What the `:id` of a path names. */
export const idOf = ({ params }: ControlCall): string => params["id"] ?? "";

/** A method of the controls at work on what the path names and the body asks; it checks the body itself. */
type Work<Body, Result> = (controls: Controls, id: string, body: Body) => Result;

/** Answers what came of it, under a name. */
export const gives =
  <Body = never>(name: string, work: Work<Body, unknown>) =>
  (call: ControlCall): Answer =>
    ok({ [name]: work(call.controls, idOf(call), asRequest(call.body)) });

/** Answers what came to be, under a name. */
export const makes =
  <Body = never>(name: string, work: Work<Body, unknown>) =>
  (call: ControlCall): Answer =>
    made({ [name]: work(call.controls, idOf(call), asRequest(call.body)) });

/** Answers nothing but that it is done. */
export const does =
  <Body = never>(work: Work<Body, unknown>) =>
  (call: ControlCall): Answer => {
    work(call.controls, idOf(call), asRequest(call.body));
    return done;
  };
