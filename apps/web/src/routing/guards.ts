import { ApiProblem, type Me } from "@punctual/contract";
import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import { isSignedIn, noteSignedIn, wasSignedIn } from "../identity/login-session.ts";
import { meQuery } from "../identity/queries.ts";
import { safeReturnTo } from "../identity/return-to.ts";

/** True when the server says that nobody is signed in, or no longer. */
export function isSignedOut(error: unknown): error is ApiProblem {
  return (
    error instanceof ApiProblem &&
    (error.problem.code === "unauthenticated" || error.problem.code === "login_session_expired")
  );
}

/** True when the server says that an admin keeps the signed-in person out. */
export function isSuspended(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.problem.code === "account_suspended";
}

/** The signed-in person, or a redirect to the sign-in page that remembers `href`. Other failures pass through. */
export async function requireViewer(queryClient: QueryClient, href: string): Promise<Me> {
  const known = queryClient.getQueryData(meQuery.queryKey);
  if (known !== undefined) return known;
  // A stranger's first visit is the usual case, not an error: it is found out without a refused call.
  if (!wasSignedIn() && !(await isSignedIn())) throw toSignIn(href, {});
  try {
    const viewer = await queryClient.fetchQuery(meQuery);
    noteSignedIn(true);
    return viewer;
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    noteSignedIn(false);
    throw toSignIn(href, { reason: "expired" });
  }
}

function toSignIn(href: string, why: { readonly reason?: "expired" }) {
  const returnTo = safeReturnTo(href);
  return redirect({ to: "/sign-in", search: { ...why, ...(returnTo === "/" ? {} : { returnTo }) }, replace: true });
}

/** Keeps signed-in people off the sign-in page. */
export async function requireSignedOut(returnTo: string | undefined): Promise<void> {
  if (await isSignedIn()) throw redirect({ href: safeReturnTo(returnTo), replace: true });
}
