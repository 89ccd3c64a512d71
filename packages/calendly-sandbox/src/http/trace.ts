import type { User } from "../world/types.ts";

/** What the server comes to know of a call while it answers it. */
export interface Trace {
  caller?: User;
  /** The fault rule that struck, and what became of the connection where that is not an answer. */
  faultId?: string;
  ending?: "hung" | "cut" | "truncated";
}

const traces = new WeakMap<Request, Trace>();
const texts = new WeakMap<Response, string>();

/** The notes on a call, for whoever answers it to write and for the request log to read. */
export function traceOf(request: Request): Trace {
  const standing = traces.get(request);
  if (standing !== undefined) return standing;
  const trace: Trace = {};
  traces.set(request, trace);
  return trace;
}

/** Remembers the text of an answer: reading it back from the answer itself would cost every call a copy of its body. */
export function keepText(response: Response, text: string): Response {
  texts.set(response, text);
  return response;
}

export function keptText(response: Response): string | undefined {
  return texts.get(response);
}
