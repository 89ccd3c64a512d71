import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { connection } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { AccountCapabilities } from "./account-capabilities.tsx";

const lacking = connection({
  capabilities: [
    { name: "event_types", state: "available" },
    { name: "webhooks", state: "missing_plan" },
    { name: "routing_forms", state: "missing_role" },
    { name: "data_deletion", state: "missing_scope" },
  ],
});

test("an account that allows everything that is needed is said to, in one sentence", async () => {
  renderWith(<AccountCapabilities />, createTestServer({ getConnection: () => connection() }));
  expect(await screen.findByText("This account allows everything that Punctual needs.")).toBeTruthy();
});

test("what is missing comes first, with why it matters and how to get it", async () => {
  renderWith(<AccountCapabilities />, createTestServer({ getConnection: () => lacking }));
  expect(await screen.findByText("One thing that Punctual needs is missing.")).toBeTruthy();
  const rows = screen.getAllByRole("listitem");
  const [first, second, third, last] = rows.map((row) => row.textContent ?? "");
  expect(first).toContain("Be told of changes at once");
  expect(first).toContain("every 5 minutes");
  expect(first).toContain("larger plan");
  expect(first).toContain("Not in your plan");
  expect(second).toContain("owner or admin");
  expect(third).toContain("does not ask for this power");
  expect(last).toBe("Read your event typesAvailable");
});

test("it can be found out anew, and a Calendly that does not answer is said", async () => {
  const server = createTestServer({
    getConnection: () => lacking,
    checkCapabilities: () => {
      throw new Refusal("calendly_unavailable", "Calendly cannot be reached just now.");
    },
  });
  const { user } = renderWith(<AccountCapabilities />, server);
  await user.click(await screen.findByRole("button", { name: "Check again" }));
  expect(await screen.findByText("Calendly cannot be reached just now.")).toBeTruthy();
  server.answer("checkCapabilities", () => connection());
  server.answer("getConnection", () => connection());
  await user.click(screen.getByRole("button", { name: "Check again" }));
  await waitFor(() => expect(screen.getByText("This account allows everything that Punctual needs.")).toBeTruthy());
});

test("nothing is claimed of an account that is not connected", async () => {
  const server = createTestServer({ getConnection: () => connection({ state: "needs_reconnect" }) });
  const { container } = renderWith(<AccountCapabilities />, server);
  await waitFor(() => expect(server.callsOf("getConnection")).toHaveLength(1));
  expect(container.textContent).toBe("");
});
