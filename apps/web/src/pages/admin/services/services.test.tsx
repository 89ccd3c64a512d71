import type { ApiKey, OutgoingEndpoint, OutgoingMessage } from "@punctual/contract";
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openPage, pagesInABrowser, refusal, soon } from "../../../testing/open-page.tsx";

const report: ApiKey = {
  id: "key_1",
  name: "Weekly report",
  kind: "secret",
  prefix: "pk_punctual_ab12",
  scopes: ["sessions:read"],
  state: "active",
  person: { id: "per_1", name: "Ada Lindqvist" },
  createdAt: "2026-11-01T12:00:00Z",
  expiresAt: "2027-02-01T12:00:00Z",
  lastUsedAt: null,
  revokedAt: null,
  rotatedFrom: null,
};
const endpoint: OutgoingEndpoint = {
  id: "oep_1",
  url: "https://hooks.example.com/in",
  description: "The data warehouse",
  kinds: ["session.booked", "session.canceled"],
  enabled: true,
  trouble: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: "2026-11-01T12:00:00Z",
};
const message: OutgoingMessage = {
  id: "out_1",
  kind: "session.booked",
  subject: "ses_1",
  state: "failed",
  attempts: 10,
  lastStatus: 500,
  lastTrouble: "It answered 500 instead of a number from 200 to 299.",
  nextAttemptAt: null,
  settledAt: "2026-11-20T12:00:00Z",
  createdAt: "2026-11-17T12:00:00Z",
};

pagesInABrowser();

const page = (items: readonly unknown[]) => ({ items, nextCursor: null });

test("a key is made with a name and scopes, and its secret is there to be copied once, until the admin says that it is", async () => {
  const secret = "pk_punctual_0123456789";
  const { user, askedFor } = openPage("/services", {
    "GET /api/keys": page([]),
    "POST /api/keys": { key: report, secret },
  });
  await user.click(await screen.findByRole("button", { name: "Make a key" }, soon));
  const dialog = await screen.findByRole("dialog", { name: "Make a key" });
  await user.click(within(dialog).getByRole("button", { name: "Make the key" }));
  expect(within(dialog).getByText("Choose at least one.")).toBeTruthy();
  expect(askedFor("POST /api/keys")).toEqual([]);

  await user.type(within(dialog).getByLabelText("Name"), "Weekly report");
  await user.click(within(dialog).getByRole("checkbox", { name: /See sessions and who is invited/ }));
  await user.click(within(dialog).getByRole("button", { name: "Make the key" }));
  const made = await screen.findByRole("dialog", { name: "Weekly report is ready" });
  expect(askedFor("POST /api/keys")[0]?.body).toEqual({
    name: "Weekly report",
    scopes: ["sessions:read"],
    expiresInDays: 90,
  });
  expect(within(made).getByLabelText("Secret")).toHaveProperty("value", secret);
  await user.click(within(made).getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toBe(secret);
  // A stray press must not lose it.
  await user.keyboard("{Escape}");
  expect(screen.getByLabelText("Secret")).toBeTruthy();
  await user.click(within(made).getByRole("button", { name: "I have copied it" }));
  expect(screen.queryByDisplayValue(secret)).toBeNull();
});

test("a key is replaced with the overlap that is chosen, and revoked by one clear button", async () => {
  const { user, askedFor } = openPage("/services?open=key_1", {
    "GET /api/keys": page([report]),
    "POST /api/keys/key_1/rotate": refusal("conflict", "This key is over already."),
    "POST /api/keys/key_1/revoke": { ...report, state: "revoked", revokedAt: "2026-11-21T12:00:00Z" },
  });
  const dialog = await screen.findByRole("dialog", { name: "Weekly report" }, soon);
  expect(within(dialog).getByText("pk_punctual_ab12…")).toBeTruthy();
  await user.selectOptions(within(dialog).getByLabelText("The old key goes on"), "168");
  await user.click(within(dialog).getByRole("button", { name: "Replace the key" }));
  expect(await within(dialog).findByText("The key stays as it is. This key is over already.")).toBeTruthy();
  expect(askedFor("POST /api/keys/key_1/rotate")[0]?.body).toEqual({ overlapHours: 168 });
  await user.click(within(dialog).getByRole("button", { name: "Revoke the key" }));
  expect(await screen.findByText("Its next request is refused.")).toBeTruthy();
  expect(askedFor("POST /api/keys/key_1/revoke")).toHaveLength(1);
});

test("the secret of a key that takes another's place stays, though the old one leaves the list", async () => {
  let rows = [report];
  const replaced = () => {
    rows = [];
    return { key: report, secret: "pk_punctual_new" };
  };
  const { user } = openPage("/services?open=key_1", {
    "GET /api/keys": () => page(rows),
    "POST /api/keys/key_1/rotate": replaced,
  });
  const dialog = await screen.findByRole("dialog", { name: "Weekly report" }, soon);
  await user.click(within(dialog).getByRole("button", { name: "Replace the key" }));
  expect(await screen.findByDisplayValue("pk_punctual_new")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "I have copied it" }));
  expect(screen.queryByDisplayValue("pk_punctual_new")).toBeNull();
});

test("an endpoint that was switched off says why; its messages say what became of them and are sent again", async () => {
  const trouble = "It answered 410 Gone, so it is told nothing more.";
  const { user, askedFor } = openPage("/services/outgoing?open=oep_1", {
    "GET /api/outgoing/endpoints": { items: [{ ...endpoint, enabled: false, trouble }] },
    "GET /api/outgoing/endpoints/oep_1/messages": page([message]),
    "POST /api/outgoing/messages/out_1/send": { ...message, state: "waiting", attempts: 0 },
    "PATCH /api/outgoing/endpoints/oep_1": endpoint,
  });
  const dialog = await screen.findByRole("dialog", { name: "hooks.example.com/in" }, soon);
  expect(within(dialog).getByText(trouble)).toBeTruthy();
  expect(await within(dialog).findByText("It answered 500 instead of a number from 200 to 299.")).toBeTruthy();
  await user.click(within(dialog).getByRole("switch", { name: /Off/ }));
  expect(askedFor("PATCH /api/outgoing/endpoints/oep_1")[0]?.body).toEqual({ enabled: true });
  await user.click(within(dialog).getByRole("button", { name: "Send again" }));
  expect(askedFor("POST /api/outgoing/messages/out_1/send")).toHaveLength(1);
});

test("an endpoint is added with an address and kinds; what the server refuses is said beside the button", async () => {
  const { user, askedFor } = openPage("/services/outgoing", {
    "GET /api/outgoing/endpoints": { items: [] },
    "POST /api/outgoing/endpoints": refusal("invalid_request", "body.url: This address is inside a private network."),
  });
  await user.click(await screen.findByRole("button", { name: "Add an endpoint" }, soon));
  const dialog = await screen.findByRole("dialog", { name: "Add an endpoint" });
  await user.type(within(dialog).getByLabelText("Address"), "https://10.0.0.1/");
  await user.click(within(dialog).getByRole("button", { name: "Add the endpoint" }));
  expect(
    await within(dialog).findByText("Nothing was saved. body.url: This address is inside a private network."),
  ).toBeTruthy();
  expect(askedFor("POST /api/outgoing/endpoints")[0]?.body).toMatchObject({
    url: "https://10.0.0.1/",
    kinds: expect.arrayContaining(["session.booked", "connection.needs_reconnect"]),
  });
});
