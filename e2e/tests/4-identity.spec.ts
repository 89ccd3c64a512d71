import { expect, type Page, test } from "@playwright/test";
import { productUrl } from "../support/addresses.ts";
import { signInAs } from "../support/people.ts";

/*
 * People come in, find back in, and are kept out: by mails of the embedded mailbox, in a real browser.
 */

/** Opens the newest mail with this subject as somebody who may read it, and answers where its link leads. */
async function linkOfMail(page: Page, subject: string): Promise<string> {
  await page.goto("/mailbox");
  await page
    .getByRole("link", { name: new RegExp(subject) })
    .first()
    .click();
  const link = page.frameLocator("iframe").getByRole("link").first();
  const href = await link.getAttribute("href");
  if (href === null) throw new Error(`The mail '${subject}' has no link.`);
  return href.replace(productUrl, "");
}

test("somebody is invited, comes in by the link with a password of their own, and is kept out at once when an admin says so", async ({
  browser,
}) => {
  const ada = await signInAs(browser, "Ada Lindqvist", "Europe/Stockholm");
  await ada.page.goto("/people");
  await ada.page.getByRole("button", { name: "Invite someone" }).click();
  await ada.page.getByRole("textbox", { name: "Name" }).fill("Noor Haddad");
  await ada.page.getByRole("textbox", { name: "E-mail address" }).fill("noor@realty.example");
  await ada.page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(ada.page.getByRole("region", { name: "Invited" })).toContainText("noor@realty.example");
  const path = await linkOfMail(ada.page, "Your invitation");

  const context = await browser.newContext({ timezoneId: "America/Chicago", locale: "en-US" });
  const noor = await context.newPage();
  await noor.goto(path);
  await expect(noor.getByText("You are invited as a realtor.")).toBeVisible();
  expect(new URL(noor.url()).hash).toBe("");
  await noor.getByLabel("Password").fill("a sentence of my own");
  await noor.getByRole("button", { name: "Make my account" }).click();
  await expect(noor.getByRole("heading", { name: "Hello Noor" })).toBeVisible();

  await ada.page.goto("/people?search=noor");
  await ada.page.getByRole("link", { name: "Noor Haddad" }).first().click();
  await ada.page.getByLabel("Why?").fill("A test of the door.");
  await ada.page.getByRole("button", { name: "Suspend Noor" }).click();
  await expect(ada.page.getByRole("button", { name: "Let Noor in again" })).toBeVisible();
  // What is open says so by itself; signing in again does not help.
  await expect(noor.getByText("An admin has suspended your account.")).toBeVisible();
  await noor.getByRole("button", { name: "Sign in as somebody else" }).click();
  await noor.getByLabel("E-mail address").fill("noor@realty.example");
  await noor.getByLabel("Password").fill("a sentence of my own");
  await noor.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(noor.getByRole("alert").filter({ hasText: "This account may not sign in." })).toBeVisible();
  await context.close();
  await ada.context.close();
});

test("a passkey of the device signs in without a password", async ({ browser }) => {
  const { page, context } = await signInAs(browser, "Lee Tanaka", "America/Chicago");
  const devices = await context.newCDPSession(page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto("/settings/security");
  await page.getByLabel("What do you call this device?").fill("The test's device");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("button", { name: "Remove The test's device" })).toBeVisible();
  await page.getByRole("button", { name: "Lee Tanaka: your menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await page.getByRole("button", { name: "Sign in by passkey" }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
  await expect(page.getByRole("button", { name: "Lee Tanaka: your menu" })).toBeVisible();
  await context.close();
});

test("signing out everywhere else is felt there at once", async ({ browser }) => {
  const here = await signInAs(browser, "Lee Tanaka", "America/Chicago");
  const there = await signInAs(browser, "Lee Tanaka", "America/Chicago");
  await here.page.goto("/settings/security");
  await here.page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(here.page.getByText("You are signed in nowhere else.")).toBeVisible();
  // The page there follows changes by a stream, which ended with the login session: it leaves by itself.
  await expect(there.page.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 20_000 });
  await there.page.goto("/sessions");
  await expect(there.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await here.page.goto("/sessions");
  await expect(here.page.getByRole("heading", { name: /sessions/i })).toBeVisible();
  await here.context.close();
  await there.context.close();
});
