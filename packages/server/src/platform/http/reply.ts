import type { FieldError, ProblemCode } from "@punctual/contract";

/** What a route's handler answers. Turned into a `Response` in one place. */
export type Reply<Body> =
  | { readonly kind: "json"; readonly body: Body }
  | { readonly kind: "empty" }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "raw"; readonly response: Response }
  | {
      readonly kind: "problem";
      readonly code: ProblemCode;
      /** A public sentence: the problem, then the way out. */
      readonly detail: string;
      readonly errors?: readonly FieldError[];
      readonly retryAfterSeconds?: number;
    };

export const ok = <Body>(body: Body): Reply<Body> => ({ kind: "json", body });
export const empty = (): Reply<never> => ({ kind: "empty" });
export const redirect = (location: string): Reply<never> => ({ kind: "redirect", location });
export const raw = (response: Response): Reply<never> => ({ kind: "raw", response });
export const problem = (
  code: ProblemCode,
  detail: string,
  more: { readonly errors?: readonly FieldError[]; readonly retryAfterSeconds?: number } = {},
): Reply<never> => ({ kind: "problem", code, detail, ...more });

/** A cursor that this list did not give out, or gave out under other filters. */
export const cursorUnknown = (): Reply<never> =>
  problem("invalid_request", "This list cannot be continued from here. Read it from its beginning.", {
    errors: [{ field: "query.cursor", message: "Leave it out to begin again, or repeat the filters it came with." }],
  });

/** What one may not read answers exactly like what does not exist. */
export const notFound = (): Reply<never> => problem("not_found", "There is nothing here, or it is not yours to see.");
