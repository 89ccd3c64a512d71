import type { Role } from "@punctual/contract";
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, refusal, soon } from "../testing/open-page.tsx";

pagesInABrowser();

const suspended = refusal("account_suspended", "An admin has suspended your account.");
const ended = refusal("login_session_expired", "Sign in again.");

/** This browser was signed in when it last looked. */
function rememberSignedIn(): void {
  localStorage.setItem("punctual.signed-in", "1");
}

test("a stranger meets the sign-in page, without a refused call, and the address is remembered", async () => {
  const { router, askedFor } = openPage("/sessions?view=past", {}, null);
  await screen.findByRole("heading", { name: "Sign in" });
  expect(router.state.location.search).toEqual({ returnTo: "/sessions?view=past" });
  expect(askedFor("GET /api/me")).toEqual([]);
});

test("who was signed in before is told that the login session ended", async () => {
  rememberSignedIn();
  const { router } = openPage("/settings", { "/api/me": ended }, null);
  await screen.findByText(/login session ended/);
  expect(router.state.location.search).toEqual({ reason: "expired", returnTo: "/settings" });
});

test("who is signed in does not see the sign-in page, and goes where they wanted", async () => {
  const { router } = openPage("/sign-in?returnTo=/settings", {}, { role: "coach" });
  await screen.findByRole("heading", { name: "Settings" });
  expect(router.state.location.pathname).toBe("/settings");
});

test.each<[Role, string]>([
  ["coach", "/coaches"],
  ["coach", "/coaches/per_2"],
  ["coach", "/people"],
  ["coach", "/audit"],
  ["realtor", "/availability"],
  ["realtor", "/settings/connection"],
  ["realtor", "/services"],
  ["realtor", "/security"],
  ["admin", "/availability"],
  ["admin", "/nowhere/at/all"],
])("for a %s, %s looks like an address that does not exist", async (role, address) => {
  openPage(address, {}, { role });
  await screen.findByText("There is nothing here, or it is not yours to see.");
  screen.getByRole("navigation", { name: "Main" });
});

test("a login session that ends while a page is open leads to the sign-in page once, and back here", async () => {
  rememberSignedIn();
  const left: string[] = [];
  openPage("/", { "/api/overview": ended }, {}, (address) => left.push(address));
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(left).toEqual(["/sign-in?reason=expired"]);
});

test("whom an admin keeps out is told so, and can sign in as somebody else", async () => {
  rememberSignedIn();
  const { user, askedFor } = openPage("/sessions", { "/api/me": suspended });
  await screen.findByText("You cannot come in at present.", {}, soon);
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in as somebody else" }));
  expect(askedFor("POST /api/auth/sign-out")).toHaveLength(1);
  expect(localStorage.getItem("punctual.signed-in")).toBeNull();
});

test("an account that is suspended while a page is open leads to the page that says so", async () => {
  rememberSignedIn();
  const left: string[] = [];
  openPage("/sessions", { "/api/calendly/scheduled_events": suspended }, {}, (address) => left.push(address));
  await vi.waitFor(() => expect(left).toEqual(["/"]));
});

test("a server that does not answer is an error with a way out, not a sign-in page", async () => {
  rememberSignedIn();
  openPage("/sessions", { "/api/me": refusal("internal_error", "Something went wrong here.") });
  await screen.findByText("This page did not load.", {}, soon);
  screen.getByRole("button", { name: "Try again" });
});
