import type { Usage } from "@punctual/contract";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQueryClient } from "../../../identity/query-client.ts";
import { createRouter } from "../../../routing/router.ts";
import { quiet } from "../../../testing/quiet-usage.ts";

const busy: Usage = {
  ...quiet,
  calls: 420,
  failed: 3,
  timeline: [{ at: "2026-11-21T11:01:00Z", calls: 420, failed: 3 }],
  purposes: [{ purpose: "sweep", calls: 420 }],
  coaches: [
    {
      coachId: "per_2",
      name: "Tom Reyes",
      calls: 420,
      peakPerMinute: 45,
      limit: 50,
      remaining: 5,
      throttled: 0,
      waited: 7,
      heldBack: 2,
    },
  ],
  endpoints: [{ endpoint: "listScheduledEvents", calls: 420, failed: 3, p50Ms: 210, p95Ms: 1_400 }],
  errors: [
    {
      endpoint: "listScheduledEvents",
      code: "timeout",
      status: null,
      count: 3,
      share: 3 / 420,
      coaches: 1,
      firstAt: "2026-11-21T11:01:00Z",
      lastAt: "2026-11-21T11:02:00Z",
      meaning: "Calendly did not answer in time.",
      advice: "Nothing, if it passes.",
    },
  ],
};

class SilentStream extends EventTarget {
  close() {}
}

beforeEach(() => {
  vi.stubGlobal("EventSource", SilentStream);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Opens the page as an admin would; answers which windows were asked for. */
function open(address: string, usage: Usage) {
  const windows: (string | null)[] = [];
  vi.stubGlobal("fetch", async (input: string | URL | Request) => {
    const { pathname, searchParams } = new URL(String(input), "http://punctual.test");
    if (pathname === "/api/calendly/usage") {
      windows.push(searchParams.get("window"));
      return Response.json(usage);
    }
    if (pathname === "/api/me") {
      const ada = {
        id: "per_1",
        name: "Ada Lindqvist",
        email: "ada@northside.example",
        emailVerified: true,
        role: "admin",
        timeZone: "UTC",
      };
      return Response.json(ada);
    }
    const identity = { passwords: true, passkeys: true, invitations: true };
    const calendly = {
      bookingOrigin: "https://calendly.com",
      widgetScriptUrl: "https://assets.calendly.com/assets/external/widget.js",
      widgetStylesheetUrl: "https://assets.calendly.com/assets/external/widget.css",
    };
    return Response.json({ authMode: "local", identity, calendly, mailbox: false, signInHints: [] });
  });
  const queryClient = createQueryClient({ onSignedOut: () => undefined, onAnswer: () => undefined });
  const router = createRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { router, windows, user: userEvent.setup() };
}

const soon = { timeout: 10_000 };

test("tells in a sentence how near the limit is, and names what failed and what to do", async () => {
  open("/sync/usage", busy);
  await screen.findByText(/420 calls in the last hour, the busiest account at 45 of the 50 a minute/, {}, soon);
  const table = screen.getByRole("region", { name: "Calls by account" });
  expect(within(table).getByText(/close to the limit/)).toBeDefined();
  expect(within(table).getByText("9, 2 put off")).toBeDefined();
  expect(screen.getByText("Calendly did not answer in time.")).toBeDefined();
  expect(screen.getByText("3 times · under 1 % of these calls")).toBeDefined();
  expect(screen.getByRole("img", { name: /at most 420 in a minute.*3 failed/ })).toBeDefined();
});

test("the window lies in the address", async () => {
  const { router, windows, user } = open("/sync/usage?window=week", busy);
  await screen.findByRole("region", { name: "Calls by account" }, soon);
  expect(windows[0]).toBe("week");
  await user.click(screen.getByRole("radio", { name: "24 hours" }));
  await vi.waitFor(() => expect(windows).toContain("day"));
  expect(router.state.location.href).toBe("/sync/usage?window=day");
});

test("without calls it says so, and an outage shows even then", async () => {
  const openedAt = new Date(Date.now() - 120_000).toISOString();
  const away = { upstream: "api", state: "open", failures: 5, openedAt, nextTryAt: openedAt, code: "timeout" } as const;
  open("/sync/usage", { ...quiet, circuits: [away] });
  await screen.findByText("No calls in the last hour.", {}, soon);
  expect(screen.getByText(/^Calendly cannot be reached just now/)).toBeDefined();
  expect(screen.getByText(/5 failures in a row, the last: timeout/)).toBeDefined();
});
