import { type AppConfig, type Me, type ProblemCode, problemStatus } from "@punctual/contract";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { cleanup, render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, vi } from "vitest";
import { leaveWhenShutOut } from "../identity/leave.ts";
import { createQueryClient } from "../identity/query-client.ts";
import { createRouter } from "../routing/router.ts";

class SilentStream extends EventTarget {
  close() {}
}

/** Call once at the head of a test file that opens pages: what they find of a browser, and what is put back after each. */
export function pagesInABrowser(): void {
  beforeEach(() => {
    localStorage.clear();
    vi.stubGlobal("EventSource", SilentStream);
    window.scrollTo = () => undefined;
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    window.history.replaceState(null, "", "/");
  });
}

/** For what a page says first: its code is loaded by then. */
export const soon = { timeout: 10_000 };

const ada: Me = {
  id: "per_1",
  name: "Ada Lindqvist",
  email: "ada@northside.example",
  emailVerified: true,
  role: "admin",
  timeZone: "UTC",
};

const nothing = (): void => undefined;

const config: AppConfig = {
  authMode: "local",
  clerkPublishableKey: null,
  identity: { passwords: true, passkeys: true, invitations: true },
  calendly: {
    bookingOrigin: "https://calendly.com",
    widgetScriptUrl: "https://assets.calendly.com/assets/external/widget.js",
    widgetStylesheetUrl: "https://assets.calendly.com/assets/external/widget.css",
  },
  mailbox: false,
  signInHints: [],
};

/** What the server answers to `METHOD /path` or to `/path`: a body, a whole response, or what makes one anew each time. */
type Answers = Readonly<Record<string, unknown>>;

/** Opens a page of the whole app as somebody would; answers what was asked for. `me: null` is somebody not signed in. */
export function openPage(
  address: string,
  answers: Answers,
  me: Partial<Me> | null = {},
  onLeave: (address: string) => void = nothing,
) {
  const asked: { readonly what: string; readonly body: unknown }[] = [];
  const all: Answers = {
    "/api/auth/get-session": me === null ? null : { personId: ada.id },
    "/api/me": { ...ada, ...me },
    "/api/config": config,
    ...answers,
  };
  vi.stubGlobal("fetch", async (input: string | URL | Request, init?: RequestInit) => {
    const { pathname, search } = new URL(String(input), "http://punctual.test");
    const method = init?.method ?? "GET";
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
    asked.push({ what: `${method} ${pathname}${search}`, body });
    const known = all[`${method} ${pathname}`] ?? all[pathname] ?? null;
    const answer: unknown = typeof known === "function" ? known() : known;
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  });
  const leave = leaveWhenShutOut(onLeave);
  const queryClient = createQueryClient({
    onShutOut: (client, why) => leave(client, router.state.location.href, why),
    onAnswer: nothing,
  });
  const router = createRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  const askedFor = (what: string) => asked.filter((one) => one.what === what);
  return { router, askedFor, user: userEvent.setup() };
}

/** A refusal, as the server sends one. */
export function refusal(code: ProblemCode, detail: string): Response {
  const status = problemStatus[code];
  return Response.json({ type: "about:blank", title: code, status, code, detail, requestId: "req_1" }, { status });
}
