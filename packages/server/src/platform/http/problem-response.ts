import { type FieldError, type Problem, type ProblemCode, problemStatus, problemTitles } from "@punctual/contract";

export interface ProblemParts {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** A refusal as a problem document (RFC 9457). */
export function problemResponse(parts: ProblemParts, requestId: string): Response {
  const status = problemStatus[parts.code];
  const body: Problem = {
    type: `https://punctual.dev/problems/${parts.code}`,
    title: problemTitles[parts.code],
    status,
    code: parts.code,
    detail: parts.detail,
    requestId,
    ...(parts.errors === undefined ? {} : { errors: [...parts.errors] }),
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (parts.retryAfterSeconds !== undefined) headers.set("retry-after", String(Math.ceil(parts.retryAfterSeconds)));
  // The rest of a body that was given up would be taken for the next request.
  if (parts.code === "request_timeout") headers.set("connection", "close");
  return new Response(JSON.stringify(body), { status, headers });
}
