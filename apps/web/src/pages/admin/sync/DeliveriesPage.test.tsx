import type { Delivery, Inbox } from "@punctual/contract";
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, soon } from "../../../testing/open-page.tsx";
import { inboxSentence } from "./delivery-words.ts";

const quiet: Inbox = {
  counts: { received: 0, applied: 0, ignored: 0, failed: 0, dead: 0 },
  duplicates: 0,
  lastReceivedAt: null,
  waitingSince: null,
  eventNames: [],
  refused: [],
};
const troubled: Inbox = {
  ...quiet,
  counts: { received: 0, applied: 41, ignored: 2, failed: 1, dead: 2 },
  duplicates: 3,
  lastReceivedAt: "2026-11-21T12:00:00Z",
  waitingSince: "2026-11-21T11:00:00Z",
  eventNames: ["invitee.canceled", "invitee.created"],
  refused: [
    {
      reason: "mismatch",
      count: 7,
      lastAt: "2026-11-21T12:00:00Z",
      sentence: "The signature does not fit. CALENDLY_WEBHOOK_SIGNING_KEY is not the signing key of your OAuth app.",
    },
  ],
};
const dead: Delivery = {
  id: "dlv_dead",
  eventName: "invitee.created",
  state: "dead",
  reason: "Applying failed: TypeError.",
  receivedAt: "2026-11-21T11:00:00Z",
  signedAt: "2026-11-21T11:00:00Z",
  settledAt: "2026-11-21T11:20:00Z",
  attempts: 9,
  duplicates: 1,
  replays: 0,
  replayedAt: null,
  size: 3_072,
  coach: { id: "per_2", name: "Maya Okafor" },
};

pagesInABrowser();

function open(address: string, inbox: Inbox, deliveries: readonly Delivery[] = []) {
  return openPage(address, {
    "/api/calendly/inbox": inbox,
    "/api/calendly/deliveries": { items: deliveries, nextCursor: null },
    "/api/calendly/deliveries/dlv_dead": dead,
    "/api/calendly/deliveries/dlv_dead/open": { encoding: "text", body: '{"event":"invitee.created"}' },
    "/api/calendly/deliveries/dlv_dead/replay": { ...dead, state: "received", replays: 1 },
    "/api/calendly/deliveries/replay": { replayed: 3, remaining: 0 },
  });
}

test("says whether everything took effect, what was refused, and replays all that failed with one press", async () => {
  const { askedFor, user } = open("/sync", troubled, [dead]);
  await screen.findByText(
    "2 deliveries from Calendly did not take effect. 1 more failed and will be tried again.",
    {},
    soon,
  );
  expect(
    within(screen.getByRole("region", { name: "Refused" })).getByText(/CALENDLY_WEBHOOK_SIGNING_KEY/),
  ).toBeDefined();
  const row = await screen.findByRole("link", { name: /invitee\.created/ });
  for (const words of ["Given up", "Maya Okafor", "Applying failed: TypeError.", "tried 9 times", "came again once"]) {
    expect(row.textContent).toContain(words);
  }
  await user.click(screen.getByRole("button", { name: "Replay all 3 failed" }));
  await vi.waitFor(() =>
    expect(askedFor("POST /api/calendly/deliveries/replay").map(({ body }) => body)).toEqual([{ state: "trouble" }]),
  );
});

test("the filters lie in the address", async () => {
  const { router, askedFor, user } = open("/sync?state=trouble", troubled, [dead]);
  await screen.findByRole("link", { name: /invitee\.created/ }, soon);
  await user.selectOptions(screen.getByRole("combobox", { name: "Event" }), "invitee.canceled");
  await vi.waitFor(() =>
    expect(askedFor("GET /api/calendly/deliveries?state=trouble&eventName=invitee.canceled")).not.toEqual([]),
  );
  expect(router.state.location.href).toBe("/sync?state=trouble&event=invitee.canceled");
});

test("the details say what is known; what it carried is read only when somebody asks", async () => {
  const { router, askedFor, user } = open("/sync", troubled, [dead]);
  await user.click(await screen.findByRole("link", { name: /invitee\.created/ }, soon));
  const dialog = within(await screen.findByRole("dialog"));
  expect(router.state.location.href).toBe("/sync?delivery=dlv_dead");
  await dialog.findByText("Nothing more is tried by itself. Replay it once the cause is gone.");
  expect(dialog.getByText("3.0 KiB")).toBeDefined();
  expect(askedFor("POST /api/calendly/deliveries/dlv_dead/open")).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Show what it carried" }));
  await dialog.findByText(/"event": "invitee\.created"/);
  await user.click(dialog.getByRole("button", { name: "Replay" }));
  await vi.waitFor(() => expect(askedFor("POST /api/calendly/deliveries/dlv_dead/replay")).toHaveLength(1));
});

test("an empty inbox says how the first delivery comes", async () => {
  open("/sync", quiet);
  await screen.findByText("No deliveries yet.", {}, soon);
  expect(screen.getByText("Nothing has come from Calendly yet.")).toBeDefined();
  expect(screen.queryByRole("button", { name: /Replay all/ })).toBeNull();
});

test("what waits is work under way for five minutes, and then a worker that is missing", () => {
  const waiting = { ...quiet, counts: { ...quiet.counts, received: 2 }, waitingSince: "2026-11-21T12:00:00Z" };
  const at = (time: string) => inboxSentence(waiting, Date.parse(time));
  expect(at("2026-11-21T12:04:59Z")).toBe("2 deliveries from Calendly are being applied.");
  expect(at("2026-11-21T12:05:01Z")).toBe("2 deliveries from Calendly wait for a worker. Check that one is running.");
});
