import type { Invitation, Member } from "@punctual/contract";
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, refusal, soon } from "../../../testing/open-page.tsx";

pagesInABrowser();

const maya: Member = {
  id: "per_2",
  name: "Maya Okafor",
  email: "maya@northside.example",
  emailVerified: true,
  role: "coach",
  state: "active",
  suspendedAt: null,
  joinedAt: "2026-01-05T10:00:00Z",
  lastSeenAt: null,
  self: false,
};
const ada: Member = {
  ...maya,
  id: "per_1",
  name: "Ada Lindqvist",
  email: "ada@northside.example",
  role: "admin",
  self: true,
};
const invited: Invitation = {
  id: "ivt_1",
  name: "Priya Nair",
  email: "priya@realty.example",
  role: "realtor",
  state: "open",
  invitedBy: { id: "per_1", name: "Ada Lindqvist" },
  createdAt: "2026-11-20T10:00:00Z",
  expiresAt: "2026-11-27T10:00:00Z",
};

const answers = {
  "/api/members": { items: [ada, maya], nextCursor: null },
  "/api/invitations": { items: [invited], nextCursor: null },
  "POST /api/invitations": { ...invited, id: "ivt_2" },
  "/api/members/per_2/role": { ...maya, role: "admin" },
  "/api/members/per_2/suspend": { ...maya, state: "suspended", suspendedAt: "2026-11-21T12:00:00Z" },
};

test("shows who is in the programme and who is on the way in; the narrowing lies in the address", async () => {
  const { router, askedFor, user } = openPage("/people", answers);
  const row = await screen.findByRole("row", { name: /Maya Okafor/ }, soon);
  expect(row.textContent).toContain("Coach");
  expect(screen.getByRole("region", { name: "Invited" }).textContent).toContain("priya@realty.example");
  await user.selectOptions(screen.getByRole("combobox", { name: "Role" }), "realtor");
  await vi.waitFor(() => expect(askedFor("GET /api/members?role=realtor")).toHaveLength(1));
  expect(router.state.location.href).toBe("/people?role=realtor");
});

test("a person is kept out only with a reason, and what is said beforehand is what happens", async () => {
  const { askedFor, user } = openPage("/people?member=per_2", answers);
  const dialog = within(await screen.findByRole("dialog", {}, soon));
  await dialog.findByText(/Realtors no longer see them; sessions that are booked stay booked/);
  await user.click(dialog.getByRole("button", { name: "Suspend Maya" }));
  await dialog.findByText("Write why, so that other admins can follow it later.");
  expect(askedFor("POST /api/members/per_2/suspend")).toEqual([]);
  await user.type(dialog.getByLabelText("Why?"), "Left the programme.");
  await user.click(dialog.getByRole("button", { name: "Suspend Maya" }));
  await vi.waitFor(() =>
    expect(askedFor("POST /api/members/per_2/suspend").map(({ body }) => body)).toEqual([
      { reason: "Left the programme." },
    ]),
  );
});

test("a refused change of role says why, and the choice stays as it was made", async () => {
  const { user } = openPage("/people?member=per_2", {
    ...answers,
    "/api/members/per_2/role": refusal("last_admin", "One admin has to stay."),
  });
  const dialog = within(await screen.findByRole("dialog", {}, soon));
  await user.click(await dialog.findByRole("radio", { name: /Admin/ }));
  await user.click(dialog.getByRole("button", { name: "Change the role" }));
  await dialog.findByText("The role stays. One admin has to stay.");
  expect(dialog.getByRole<HTMLInputElement>("radio", { name: /Admin/ }).checked).toBe(true);
});

test("nobody is offered to change themself", async () => {
  openPage("/people?member=per_1", answers);
  const dialog = within(await screen.findByRole("dialog", {}, soon));
  await dialog.findByText(/Another admin changes your role/);
  expect(dialog.queryByRole("button", { name: /Change the role|Suspend/ })).toBeNull();
});

test("an invitation names who, where to and as what; what was written stays when it is refused", async () => {
  const { askedFor, user } = openPage("/people", {
    ...answers,
    "POST /api/invitations": refusal("conflict", "Somebody here has that address already."),
  });
  await user.click(await screen.findByRole("button", { name: "Invite someone" }, soon));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "Lee Park");
  await user.type(dialog.getByLabelText("E-mail address"), "lee@realty.example");
  await user.click(dialog.getByRole("radio", { name: /Coach/ }));
  await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
  await dialog.findByText("Nobody was invited. Somebody here has that address already.");
  expect(askedFor("POST /api/invitations").map(({ body }) => body)).toEqual([
    { name: "Lee Park", email: "lee@realty.example", role: "coach" },
  ]);
  expect(dialog.getByLabelText<HTMLInputElement>("Name").value).toBe("Lee Park");
});
