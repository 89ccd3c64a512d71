import type { QueryClient } from "@tanstack/react-query";
import { writeAddress } from "../routing/search.ts";
import { noteSignedIn } from "./login-session.ts";
import { meQuery } from "./queries.ts";
import { safeReturnTo } from "./return-to.ts";

/** The sign-in page's address when a login session ended on the page `href`; signing in leads back there. */
export function signInAddress(href: string, reason: "expired" | "signed_out"): string {
  const returnTo = safeReturnTo(href);
  return `/sign-in${writeAddress({ reason, returnTo: returnTo === "/" ? undefined : returnTo })}`;
}

/**
 * Learns from any call that the login session is over, and leaves for the sign-in page, which says so and comes back
 * here; or that an admin keeps the person out, and leaves for the start, which says that. The document is loaded anew, so
 * that nothing of the person stays in memory. Several calls may learn of it at once; one move is enough. Before anyone was
 * signed in, the guard decides instead.
 */
export function leaveWhenShutOut(leave: (address: string) => void = (address) => window.location.replace(address)) {
  let leaving = false;
  return (queryClient: QueryClient, href: string, why: "signed_out" | "suspended"): void => {
    if (leaving || queryClient.getQueryData(meQuery.queryKey) === undefined) return;
    leaving = true;
    if (why === "signed_out") noteSignedIn(false);
    leave(why === "suspended" ? "/" : signInAddress(href, "expired"));
  };
}
