import type { AuditLogEntry, AuditState } from "@punctual/contract";
import { screen, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, refusal, soon } from "../../../testing/open-page.tsx";
import { sentenceOf, stateSentence } from "./audit-words.ts";

pagesInABrowser();

const canceled: AuditLogEntry = {
  seq: 42,
  at: "2026-11-21T12:00:00Z",
  actor: { id: "per_1", kind: "person", name: "Ada Lindqvist" },
  onBehalfOf: { id: "per_2", name: "Maya Okafor" },
  action: "session.canceled",
  subject: {
    id: "ses_1",
    name: "60-minute coaching",
    coach: { id: "per_2", name: "Maya Okafor" },
    startAt: "2026-11-23T15:00:00Z",
  },
  reason: "Maya is ill.",
  detail: {},
  before: { status: "active" },
  after: { status: "canceled" },
  requestId: "req_9",
  hash: "ab".repeat(32),
};
const observed: AuditLogEntry = {
  ...canceled,
  seq: 41,
  actor: { id: "system", kind: "system", name: null },
  onBehalfOf: null,
  reason: null,
  detail: { source: "webhook", canceledBy: "invitee", reasonGiven: true },
  before: null,
  after: null,
  requestId: null,
};
const state: AuditState = {
  head: { seq: 42, hash: "ab".repeat(32) },
  sealed: { seq: 40, at: "2026-11-21T11:48:00Z", keyId: "k1" },
  verified: { from: 1, to: 42, trouble: null },
};
const answers = {
  "/api/audit/entries": { items: [canceled, observed], nextCursor: null },
  "/api/audit/entries/42": canceled,
  "/api/audit/state": state,
};

test("says who did what in sentences, and whether the log can be relied on", async () => {
  openPage("/audit", answers);
  const row = await screen.findByRole("link", { name: /^Ada Lindqvist canceled/ }, soon);
  expect(row.textContent).toContain(
    "Ada Lindqvist canceled 60-minute coaching with Maya Okafor, for Maya OkaforMaya is ill.",
  );
  expect(screen.getByRole("link", { name: /^An invitee canceled 60-minute coaching with Maya Okafor/ })).toBeDefined();
  await screen.findByText(/^Sealed up to entry 40, .*\. We looked at all of it just now: whole, and in order\.$/);
});

test("the filters lie in the address, and the file that leaves is filtered alike", async () => {
  const { router, askedFor, user } = openPage("/audit?from=2026-11-01", answers);
  await screen.findByRole("link", { name: /^Ada Lindqvist canceled/ }, soon);
  await user.selectOptions(screen.getByRole("combobox", { name: "What" }), "session");
  const query = "action=session&from=2026-11-01T00%3A00%3A00Z";
  await vi.waitFor(() => expect(askedFor(`GET /api/audit/entries?${query}`)).toHaveLength(1));
  expect(router.state.location.href).toBe("/audit?from=2026-11-01&action=session");
  expect(screen.getByRole("link", { name: "CSV" }).getAttribute("href")).toBe(`/api/audit/export?${query}`);
});

test("an entry opens with what it was and what it is, and leads to all about the same person or thing", async () => {
  const { router, user } = openPage("/audit", answers);
  await user.click(await screen.findByRole("link", { name: /^Ada Lindqvist canceled/ }, soon));
  expect(router.state.location.href).toBe("/audit?entry=42");
  const dialog = within(await screen.findByRole("dialog", { name: "Entry 42" }));
  const changed = await dialog.findByRole("row", { name: /status/ });
  expect(
    within(changed)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual(["status", "active", "canceled"]);
  expect(dialog.getByText("req_9")).toBeDefined();
  await user.click(dialog.getByRole("link", { name: "everything about it" }));
  expect(router.state.location.href).toBe("/audit?subject=ses_1");
  await user.click(await screen.findByRole("button", { name: /^About one thing/ }));
  expect(router.state.location.href).toBe("/audit");
});

test("tampering is said first and loudly; a list that cannot be read can be asked for again", async () => {
  const trouble = "Entry 12 was altered: what it says does not have its hash.";
  openPage("/audit", {
    "/api/audit/entries": refusal("internal_error", "Something went wrong here."),
    "/api/audit/state": { ...state, verified: { ...state.verified, trouble } },
  });
  expect((await screen.findByText(/The log was tampered with/, {}, soon)).textContent).toContain(trouble);
  expect(await screen.findByText("The log cannot be shown.", {}, soon)).toBeDefined();
});

describe("every entry is a sentence without codes:", () => {
  test.each([
    [
      { action: "api_key.created", subject: { ...canceled.subject, id: "key_1", name: "Reports" } },
      "made the API key Reports",
    ],
    [{ action: "something.entirely_new" }, "did this: something, entirely new"],
    [{ action: "invitee.answers_opened" }, "opened invitees' answers of 60-minute coaching with Maya Okafor"],
    [{ subject: { ...canceled.subject, name: null } }, "canceled a session that is gone"],
  ])("%j", (about, words) => {
    const entry = { ...canceled, onBehalfOf: null, ...about };
    expect(sentenceOf(entry)).toBe(`Ada Lindqvist ${words}`);
  });

  test("a log that is not sealed yet, and one that is empty", () => {
    expect(stateSentence({ ...state, sealed: null }, "")).toMatch(/^Not sealed yet; a worker does that/);
    expect(stateSentence({ head: null, sealed: null, verified: { from: 1, to: 0, trouble: null } }, "")).toBe(
      "Nothing has been recorded yet.",
    );
  });
});
