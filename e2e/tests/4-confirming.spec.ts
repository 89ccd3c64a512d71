import { expect, type Page, test } from "@playwright/test";
import { sandboxUrl } from "../support/addresses.ts";
import { signInAs } from "../support/people.ts";

/*
 * What a realtor and a coach see when the news does not come at once, does not come at all, or comes to another tab.
 */

test.afterEach(async ({ request }) => {
  await request.delete(`${sandboxUrl}/_sandbox/faults`);
});

test("a booking is 'Confirming' at once and 'Confirmed' without a reload when the late webhook comes", async ({
  browser,
  request,
}) => {
  const { page, context } = await signInAs(browser, "Lee Tanaka", "Asia/Tokyo");
  await fillBooking(page);
  await strike(request, { kind: "webhook", event: "invitee.created", delay: 2_500, count: 1 });
  await schedule(page);
  await expect(page.getByText("Confirming", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/booking=bkg_/);
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/Maya Okafor$/).last()).toBeVisible();
  // The address holds it: who reloads finds the same.
  await page.reload();
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
  await context.close();
});

test("a booking whose webhook is lost is confirmed by asking Calendly", async ({ browser, request }) => {
  const { page, context } = await signInAs(browser, "Priya Nair", "Asia/Kolkata");
  await fillBooking(page);
  await strike(request, { kind: "webhook", event: "invitee.created", drop: true, count: 1 });
  await schedule(page);
  await expect(page.getByText("Confirming", { exact: true })).toBeVisible();
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible({ timeout: 30_000 });
  await context.close();
});

test("where Calendly's script is blocked, its own page is offered instead", async ({ browser }) => {
  const { page, context } = await signInAs(browser, "Lee Tanaka", "Asia/Tokyo");
  await page.route(/widget\.js/, (route) => route.abort());
  await chooseTime(page);
  await page.getByRole("button", { name: "Book this time" }).click();
  await expect(page.getByText("Calendly’s booking window could not be loaded.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Book on Calendly’s page" })).toHaveAttribute(
    "href",
    new RegExp(`^${sandboxUrl}/maya-okafor/`),
  );
  await context.close();
});

test("what is canceled or signed out of in one tab is over in the other", async ({ browser }) => {
  const { page, context } = await signInAs(browser, "Maya Okafor", "America/New_York");
  await page.goto("/sessions");
  await page.locator("[data-session-row]").first().click();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("button", { name: "Cancel session" }).click();
  await page.getByRole("button", { name: "Cancel session" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("I am ill today.");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel session" }).click();
  await expect(page.getByText("“I am ill today.”").first()).toBeVisible();
  await expect(other.getByText("This session is already canceled.")).toBeVisible();

  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await expect(other.getByText("You are signed out.")).toBeVisible();
  await context.close();
});

async function chooseTime(page: Page): Promise<void> {
  await page.goto("/coaches");
  await page
    .getByRole("link", { name: /Maya Okafor/ })
    .first()
    .click();
  await page.getByRole("button", { name: /60-minute coaching/ }).click();
  await page.locator("[data-slot]").last().click();
}

/** As far as the last press in Calendly's window. */
async function fillBooking(page: Page): Promise<void> {
  await chooseTime(page);
  await page.getByRole("button", { name: "Book this time" }).click();
  const popup = page.frameLocator(".calendly-popup iframe");
  await expect(popup.getByRole("textbox", { name: /^Name/ })).not.toHaveValue("");
  for (const question of await popup.locator("textarea[required], input[required][name^=answer_]").all()) {
    await question.fill("How to price a duplex.");
  }
}

async function schedule(page: Page): Promise<void> {
  await page.frameLocator(".calendly-popup iframe").getByRole("button", { name: "Schedule event" }).click();
}

/** Has something go wrong at the sandbox's Calendly. */
async function strike(
  request: import("@playwright/test").APIRequestContext,
  fault: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  const response = await request.post(`${sandboxUrl}/_sandbox/faults`, { data: fault });
  expect(response.status(), await response.text()).toBe(201);
}
