import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { openPage, pagesInABrowser, refusal, soon } from "../../testing/open-page.tsx";

pagesInABrowser();

const secret = "a-secret-of-twenty-letters-and-more";

test("an invitation is accepted with a password of one's own, and one is signed in by that; the secret leaves the address", async () => {
  window.history.replaceState(null, "", `/invitation#${secret}`);
  const { router, askedFor, user } = openPage(
    "/invitation",
    {
      "/api/invitations/open": {
        name: "Priya Nair",
        email: "priya@realty.example",
        role: "realtor",
        expiresAt: "2026-11-27T10:00:00Z",
      },
      "/api/invitations/accept": { email: "priya@realty.example" },
      "/api/auth/sign-in/email": { signedIn: true },
    },
    null,
  );
  await screen.findByText(/You are invited as a realtor/, {}, soon);
  expect(window.location.hash).toBe("");
  await user.type(screen.getByLabelText("Password"), "short");
  await user.click(screen.getByRole("button", { name: "Make my account" }));
  await screen.findByText("Write at least 12 characters; this has 5.");
  await user.type(screen.getByLabelText("Password"), " but longer now");
  await user.click(screen.getByRole("button", { name: "Make my account" }));
  await vi.waitFor(() =>
    expect(askedFor("POST /api/auth/sign-in/email").map(({ body }) => body)).toEqual([
      { email: "priya@realty.example", password: "short but longer now" },
    ]),
  );
  expect(askedFor("POST /api/invitations/accept")[0]?.body).toMatchObject({ secret, name: "Priya Nair" });
  await vi.waitFor(() => expect(router.state.location.pathname).not.toBe("/invitation"));
});

test.each([
  ["/invitation", "This invitation no longer works", "/api/invitations/open"],
  ["/reset-password", "This link no longer works", "/api/password/reset"],
  ["/verify-email", "This link no longer works", "/api/verification"],
])("%s says what is wrong with a link that was cut short, and shows a way out", async (path, title, endpoint) => {
  const { askedFor } = openPage(path, {}, null);
  await screen.findByRole("heading", { name: title }, soon);
  expect(screen.getByRole("alert").textContent).toContain("Open the link from the mail again");
  expect(screen.getAllByRole("link").length).toBeGreaterThan(0);
  expect(askedFor(`POST ${endpoint}`)).toEqual([]);
});

test("a link that was used already says so, and a new one is two presses away", async () => {
  window.history.replaceState(null, "", `/reset-password#${secret}`);
  const { user } = openPage(
    "/reset-password",
    {
      "/api/password/reset": refusal("link_unknown", "This link was used already, or a newer one took its place."),
    },
    null,
  );
  await user.type(await screen.findByLabelText("New password", {}, soon), "a whole new sentence");
  await user.click(screen.getByRole("button", { name: "Set the password" }));
  await screen.findByText("This link was used already, or a newer one took its place.");
  expect(screen.getByRole("link", { name: "Have a new link sent" }).getAttribute("href")).toBe("/forgot-password");
});

test("an address is verified by a press, not by opening the link: programs open links too", async () => {
  window.history.replaceState(null, "", `/verify-email#${secret}`);
  const { askedFor, user } = openPage(
    "/verify-email",
    { "/api/verification": { email: "jordan@realty.example" } },
    null,
  );
  const button = await screen.findByRole("button", { name: "Verify my address" }, soon);
  expect(askedFor("POST /api/verification")).toEqual([]);
  await user.click(button);
  await screen.findByRole("heading", { name: "Your address is verified" });
  expect(askedFor("POST /api/verification").map(({ body }) => body)).toEqual([{ secret }]);
});

test("a forgotten password is answered the same for everyone", async () => {
  const { user } = openPage("/forgot-password", { "/api/password/forgot": { email: "who@realty.example" } }, null);
  await user.type(await screen.findByLabelText("E-mail address", {}, soon), "who@realty.example");
  await user.click(screen.getByRole("button", { name: "Send the link" }));
  expect((await screen.findByRole("status")).textContent).toContain(
    "If somebody here has the address who@realty.example",
  );
});
