import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import ClerkSignIn from "./ClerkSignIn.tsx";
import { bearerHeaders } from "./outside-login.ts";

const publishableKey = `pk_test_${btoa("happy-otter-12.clerk.accounts.dev$")}`;

/** As much of clerk-js as the page uses, in the place where Clerk's script puts it. */
function createFakeClerk(signedIn: boolean) {
  const listeners = new Set<(resources: unknown) => void>();
  const session = {
    id: "sess_1",
    status: "active",
    getToken: async () => "the.session.token",
    lastActiveToken: { jwt: { claims: { sub: "user_1", sid: "sess_1" } } },
    user: { id: "user_1" },
    checkAuthorization: () => false,
  };
  const clerk = {
    loaded: false,
    status: "loading",
    version: "6.0.0",
    session: signedIn ? session : null,
    user: signedIn ? session.user : null,
    client: { sessions: [] },
    organization: null,
    load: vi.fn(async () => {
      clerk.loaded = true;
      clerk.status = "ready";
      tell();
    }),
    on: (event: string, listener: (status: string) => void) => {
      if (event === "status") listener("ready");
    },
    off: () => undefined,
    addListener: (listener: (resources: unknown) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    __internal_lastEmittedResources: undefined as unknown,
    mountSignIn: vi.fn((node: HTMLElement) => {
      node.textContent = "Clerk's form";
    }),
    unmountSignIn: () => undefined,
    __internal_updateProps: () => undefined,
    __unstable__updateProps: () => undefined,
    signOut: vi.fn(async () => {
      clerk.session = null;
      clerk.user = null;
      tell();
    }),
  };
  const tell = () => {
    const { client, user, organization } = clerk;
    clerk.__internal_lastEmittedResources = { client, session: clerk.session, user, organization };
    for (const listener of listeners) listener(clerk.__internal_lastEmittedResources);
  };
  return clerk;
}

const answers = vi.fn<typeof fetch>();
let clerk: ReturnType<typeof createFakeClerk>;

beforeEach(() => {
  vi.stubGlobal("fetch", answers);
  vi.stubGlobal("__internal_ClerkUICtor", class {});
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  answers.mockReset();
});

function open(signedIn: boolean) {
  clerk = createFakeClerk(signedIn);
  vi.stubGlobal("Clerk", clerk);
  const onSignedIn = vi.fn();
  render(<ClerkSignIn publishableKey={publishableKey} onSignedIn={onSignedIn} />);
  return onSignedIn;
}

const problem = (status: number, code: string, detail: string) =>
  Response.json({ type: "about:blank", title: code, status, code, detail, requestId: "req_1" }, { status });

test("whoever is not signed in gets Clerk's form, and the programme is not asked", async () => {
  const onSignedIn = open(false);
  await screen.findByText("Clerk's form");
  expect(onSignedIn).not.toHaveBeenCalled();
  expect(answers).not.toHaveBeenCalled();
});

test("whom Clerk and the programme know comes in; calls carry Clerk's token, as long as its part of the page is there", async () => {
  answers.mockImplementation(async () => Response.json({ id: "per_1" }));
  const onSignedIn = open(true);
  await waitFor(() => expect(onSignedIn).toHaveBeenCalled());
  const [url, init] = answers.mock.calls[0] ?? [];
  expect(url).toBe("/api/me");
  expect(new Headers(init?.headers).get("authorization")).toBe("Bearer the.session.token");
  cleanup();
  expect(await bearerHeaders()).toEqual({});
});

test("somebody without a place in the programme is told why, and can come as somebody else", async () => {
  const sentence = "Your account has no role in this programme yet. Ask an admin to give you one, then sign in again.";
  answers.mockImplementation(async () => problem(403, "forbidden", sentence));
  const onSignedIn = open(true);
  await screen.findByText(sentence);
  await userEvent.click(screen.getByRole("button", { name: "Sign in as somebody else" }));
  await screen.findByText("Clerk's form");
  expect(onSignedIn).not.toHaveBeenCalled();
});

test("a login session that was ended here is ended at Clerk too: the form comes, and not the same page over and over", async () => {
  answers.mockImplementation(async () => problem(401, "login_session_expired", "Your login session is over."));
  open(true);
  await screen.findByText("Clerk's form");
  expect(clerk.signOut).toHaveBeenCalledTimes(1);
  expect(answers).toHaveBeenCalledTimes(1);
});

test("when Clerk cannot be loaded the page says so, and whom to tell", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  clerk = createFakeClerk(false);
  clerk.load.mockRejectedValue(new Error("blocked"));
  vi.stubGlobal("Clerk", clerk);
  render(<ClerkSignIn publishableKey={publishableKey} onSignedIn={vi.fn()} />);
  expect((await screen.findByRole("alert")).textContent).toContain("Clerk, at which you sign in, cannot be reached.");
  log.mockRestore();
});
