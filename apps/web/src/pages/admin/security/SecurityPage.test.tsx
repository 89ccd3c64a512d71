import { type Security, securityKinds } from "@punctual/contract";
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, soon } from "../../../testing/open-page.tsx";

const calm: Security = {
  window: "day",
  from: "2026-11-20T12:30:00Z",
  until: "2026-11-21T12:30:00Z",
  kinds: securityKinds.map((kind) => ({
    kind,
    count: 0,
    recent: 0,
    threshold: 100,
    minutes: 15,
    perSubject: kind === "account_guessed",
    alertSince: null,
    timeline: [{ at: "2026-11-21T12:00:00Z", count: 0 }],
    meaning: `What ${kind} means.`,
    advice: `What to do about ${kind}.`,
  })),
  alerts: [],
  sources: [],
  subjects: [],
};
const guessed: Security = {
  ...calm,
  kinds: calm.kinds
    .map((state) =>
      state.kind === "account_guessed"
        ? {
            ...state,
            count: 44,
            recent: 31,
            threshold: 30,
            alertSince: "2026-11-21T12:00:00Z",
            timeline: [{ at: "2026-11-21T12:00:00Z", count: 44 }],
          }
        : state,
    )
    .sort((a) => (a.alertSince === null ? 1 : -1)),
  alerts: [
    { id: "alt_1", kind: "account_guessed", count: 31, threshold: 30, since: "2026-11-21T12:00:00Z", until: null },
  ],
  sources: [{ source: "203.0.113.0/24", count: 44, kinds: ["account_guessed", "sign_in_failed"] }],
  subjects: [
    { kind: "account_guessed", subject: "acc_1", personId: "per_2", name: "Maya Okafor", count: 44 },
    { kind: "sign_in_failed", subject: "acc_2", personId: null, name: null, count: 3 },
  ],
};

pagesInABrowser();

const open = (address: string, security: Security) => openPage(address, { "/api/security": security });

test("says that all is calm, and how one would learn that it is not", async () => {
  open("/security", calm);
  await screen.findByText("All calm: nothing was refused in the last 24 hours.", {}, soon);
  expect(screen.getByText(/Every admin gets a mail when there is one/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Check the Calendly embed" }).getAttribute("href")).toBe("/security/embed");
});

test("what is above its threshold comes first: since when, what it means, what to do, whom it is about and from where", async () => {
  open("/security", guessed);
  await screen.findByText(/^Guesses at one account: more than usual/, {}, soon);
  const loud = within(screen.getByRole("region", { name: "Guesses at one account" }));
  expect(loud.getByText("Alert")).toBeDefined();
  expect(loud.getByText("What to do about account_guessed.")).toBeDefined();
  const sources = within(screen.getByRole("region", { name: "Where most came from" }));
  expect(sources.getByText("203.0.113.0/24")).toBeDefined();
  const subjects = within(screen.getByRole("region", { name: "Whom or what most were about" }));
  expect(subjects.getByText("Maya Okafor")).toBeDefined();
  expect(subjects.getByText("an account that is not here")).toBeDefined();
  expect(
    screen.getByRole("img", { name: /Guesses at one account over time: at most 44 in half an hour/ }),
  ).toBeDefined();
  expect(within(screen.getByRole("region", { name: "Alerts" })).getByText("open")).toBeDefined();
});

test("the window lies in the address", async () => {
  const { router, askedFor, user } = open("/security", calm);
  await user.click(await screen.findByRole("radio", { name: "7 days" }, soon));
  await vi.waitFor(() => expect(askedFor("GET /api/security?window=week")).toHaveLength(1));
  expect(router.state.location.href).toBe("/security?window=week");
});
