import type { LoginInfo } from "@punctual/contract";
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, refusal, soon } from "../../../testing/open-page.tsx";

pagesInABrowser();

const here: LoginInfo = {
  id: "lgn_1",
  current: true,
  device: "Firefox on Windows",
  address: "198.51.100.7",
  startedAt: "2026-11-20T10:00:00Z",
  lastSeenAt: "2026-11-21T10:00:00Z",
  expiresAt: "2026-11-28T10:00:00Z",
};
const phone: LoginInfo = { ...here, id: "lgn_2", current: false, device: "Safari on iPhone" };
const answers = {
  "/api/me/logins": { items: [here, phone] },
  "/api/me/passkeys": { items: [] },
  "DELETE /api/me/logins/lgn_2": new Response(null, { status: 204 }),
  "DELETE /api/me/logins": { ended: 1 },
  "/api/me/password": new Response(null, { status: 204 }),
};

test("shows every place where one is signed in; any other is signed out by a press, this one is not offered", async () => {
  const { askedFor, user } = openPage("/settings/security", answers, { role: "coach" });
  await screen.findByText("Safari on iPhone", {}, soon);
  expect(screen.getByText("This device")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Sign out: Firefox on Windows" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign out: Safari on iPhone" }));
  await vi.waitFor(() => expect(askedFor("DELETE /api/me/logins/lgn_2")).toHaveLength(1));
});

test("a wrong present password is said beside the form, and nothing that was typed is lost", async () => {
  const { user } = openPage("/settings/security", {
    ...answers,
    "/api/me/password": refusal("invalid_request", "That is not your present password."),
  });
  await user.type(await screen.findByLabelText("Present password", {}, soon), "what it was");
  await user.type(screen.getByLabelText("New password"), "a whole new sentence");
  await user.click(screen.getByRole("button", { name: "Change password" }));
  await screen.findByText("Your password stays. That is not your present password.");
  expect(screen.getByLabelText<HTMLInputElement>("New password").value).toBe("a whole new sentence");
});
