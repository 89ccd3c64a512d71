import { type ProblemCode, problemStatus, type Role } from "@punctual/contract";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { leaveWhenSignedOut } from "../identity/leave.ts";
import { createQueryClient } from "../identity/query-client.ts";
import { createRouter } from "./router.ts";

/** What the server at the other end of `fetch` answers, by path. */
type Answers = Record<string, () => Response>;

const refusal = (code: ProblemCode) => () =>
  Response.json(
    { type: "about:blank", title: code, status: problemStatus[code], code, detail: "No.", requestId: "req_1" },
    { status: problemStatus[code] },
  );

const config = () =>
  Response.json({
    authMode: "local",
    clerkPublishableKey: null,
    identity: { passwords: true, passkeys: true, invitations: true },
    calendly: {
      bookingOrigin: "https://calendly.com",
      widgetScriptUrl: "https://assets.calendly.com/assets/external/widget.js",
      widgetStylesheetUrl: "https://assets.calendly.com/assets/external/widget.css",
    },
    mailbox: true,
    signInHints: [],
  });

const me = (role: Role) => () =>
  Response.json({
    id: "per_1",
    name: "Maya Okafor",
    email: "maya@northside.example",
    emailVerified: true,
    role,
    timeZone: "Europe/Lisbon",
  });

function serve(answers: Answers): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: string | URL | Request) => {
    const { pathname } = new URL(String(input), "http://punctual.test");
    asked.push(pathname);
    return (answers[pathname] ?? refusal("not_found"))();
  });
  return asked;
}

function open(address: string, onLeave: (address: string) => void = () => undefined) {
  const leave = leaveWhenSignedOut(onLeave);
  const queryClient = createQueryClient({
    onSignedOut: (client) => leave(client, router.state.location.href),
    onAnswer: () => undefined,
  });
  queryClient.setDefaultOptions({ queries: { retry: false } });
  const router = createRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { router, queryClient };
}

class SilentStream extends EventTarget {
  readonly readyState = 0;
  close(): void {}
}

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("EventSource", SilentStream);
  window.scrollTo = () => undefined;
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const signedOut: Answers = { "/api/config": config, "/api/auth/get-session": () => Response.json(null) };

test("a stranger meets the sign-in page, without a refused call, and the address is remembered", async () => {
  const asked = serve(signedOut);
  const { router } = open("/sessions?view=past");
  await screen.findByRole("heading", { name: "Sign in" });
  expect(router.state.location.search).toEqual({ returnTo: "/sessions?view=past" });
  expect(asked).not.toContain("/api/me");
});

test("who was signed in before is told that the login session ended", async () => {
  localStorage.setItem("punctual.signed-in", "1");
  serve({ ...signedOut, "/api/me": refusal("login_session_expired") });
  const { router } = open("/settings");
  await screen.findByText(/login session ended/);
  expect(router.state.location.search).toEqual({ reason: "expired", returnTo: "/settings" });
});

test("who is signed in does not see the sign-in page, and goes where they wanted", async () => {
  serve({ "/api/config": config, "/api/auth/get-session": () => Response.json({ user: {} }), "/api/me": me("coach") });
  const { router } = open("/sign-in?returnTo=/settings");
  await screen.findByRole("heading", { name: "Settings" });
  expect(router.state.location.pathname).toBe("/settings");
});

test.each<[Role, string]>([
  ["coach", "/coaches"],
  ["coach", "/coaches/per_2"],
  ["realtor", "/availability"],
  ["realtor", "/settings/connection"],
  ["admin", "/availability"],
  ["admin", "/nowhere/at/all"],
])("for a %s, %s looks like an address that does not exist", async (role, address) => {
  localStorage.setItem("punctual.signed-in", "1");
  serve({ "/api/config": config, "/api/me": me(role) });
  open(address);
  await screen.findByText("There is nothing here, or it is not yours to see.");
  screen.getByRole("navigation", { name: "Main" });
});

test("a login session that ends while a page is open leads to the sign-in page once, and back here", async () => {
  localStorage.setItem("punctual.signed-in", "1");
  serve({ "/api/config": config, "/api/me": me("admin"), "/api/overview": refusal("login_session_expired") });
  const left: string[] = [];
  open("/", (address) => left.push(address));
  await vi.waitFor(() => expect(left).toHaveLength(1));
  expect(left).toEqual(["/sign-in?reason=expired"]);
});

test("a server that does not answer is an error with a way out, not a sign-in page", async () => {
  localStorage.setItem("punctual.signed-in", "1");
  serve({ "/api/config": config, "/api/me": refusal("internal_error") });
  open("/sessions");
  await screen.findByText("This page did not load.");
  screen.getByRole("button", { name: "Try again" });
});
