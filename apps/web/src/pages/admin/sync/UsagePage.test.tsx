import type { Usage } from "@punctual/contract";
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, soon } from "../../../testing/open-page.tsx";
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

pagesInABrowser();

/** Opens the page as an admin would. */
function open(address: string, usage: Usage) {
  return openPage(address, { "/api/calendly/usage": usage });
}

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
  const { router, askedFor, user } = open("/sync/usage?window=week", busy);
  await screen.findByRole("region", { name: "Calls by account" }, soon);
  expect(askedFor("GET /api/calendly/usage?window=week")).toHaveLength(1);
  await user.click(screen.getByRole("radio", { name: "24 hours" }));
  await vi.waitFor(() => expect(askedFor("GET /api/calendly/usage?window=day")).toHaveLength(1));
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
