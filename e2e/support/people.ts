import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";

/** Someone at their own screen: their own cookies, their own zone. */
export interface Seat {
  readonly page: Page;
  readonly context: BrowserContext;
}

/** Opens a browser for a person of the sandbox and signs them in with one press, as the sign-in page offers. */
export async function signInAs(browser: Browser, name: string, timezoneId: string): Promise<Seat> {
  const context = await browser.newContext({ timezoneId, locale: "en-US" });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("button", { name }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
  return { page, context };
}

/** Connects a coach's Calendly account through the consent page, as far as the connection page that says so. */
export async function connectCalendly(page: Page, account: string): Promise<void> {
  await page.goto("/settings/connection");
  await page.getByRole("button", { name: "Connect Calendly" }).click();
  await page.getByRole("radio", { name: account }).check();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("heading", { name: "Is this your Calendly account?" })).toBeVisible();
  await page.getByRole("button", { name: "Yes, connect it" }).click();
  await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
  await page.goto("/settings/connection");
  await expect(page.getByText("In step with Calendly")).toBeVisible({ timeout: 20_000 });
}
