import { expect, type Page, test } from "@playwright/test";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { allLooks, expectSound, wear } from "../support/sound.ts";

let sandbox: Sandbox;
let address: string;
test.beforeAll(async () => {
  sandbox = await createSandbox();
  address = `${sandbox.url}/routing/find-your-coach`;
});
test.afterAll(() => sandbox.close());

async function fillIn(page: Page, lookingFor: string) {
  await page.getByRole("textbox", { name: /^Your name/ }).fill("Nia New");
  await page.getByRole("textbox", { name: /^Email/ }).fill("nia@homes.example");
  await page.getByRole("combobox", { name: /^What are you looking for/ }).selectOption(lookingFor);
  await page.getByRole("radio", { name: "One to five years" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
}

for (const look of allLooks) {
  test(`a routing form is sound at ${look.width} px, ${look.theme}, with errors and answered`, async ({ page }) => {
    await page.goto(address);
    await wear(page, look);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("alert")).toHaveText("4 answers need another look.");
    await expect(page.getByRole("textbox", { name: /^Your name/ })).toBeFocused();
    await expectSound(page, "the form with errors", [look]);
    await fillIn(page, "Something else");
    await expect(page.getByRole("heading", { name: "Thank you for writing" })).toBeVisible();
    await expectSound(page, "the message", [look]);
  });
}

test("a routing form works without a script, and leads to another site", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  // The site exists nowhere: what counts is that the browser sets out for it.
  const leaving = page.waitForRequest("https://northside.example/reading");
  await fillIn(page, "Something to read first");
  expect((await leaving).isNavigationRequest()).toBe(true);
  await context.close();
});

test("whoever is routed to a coach books there with what they wrote, and the submission knows", async ({ page }) => {
  await page.goto(`${address}?utm_source=flyer`);
  await fillIn(page, "One-to-one coaching");
  await expect(page).toHaveURL(/\/maya-okafor\/60-minute-coaching\?.*routing_form_submission=/);
  const submission = new URL(page.url()).searchParams.get("routing_form_submission");
  await page.getByRole("button", { name: "Next month" }).click();
  await page
    .getByRole("button", { name: / - Times available/ })
    .last()
    .click();
  await page
    .getByRole("button", { name: /^\d{1,2}:\d{2}/ })
    .first()
    .click();
  await expect(page.getByRole("textbox", { name: /^Name/ })).toHaveValue("Nia New");
  await expect(page.getByRole("textbox", { name: /^Email/ })).toHaveValue("nia@homes.example");
  await page.getByRole("textbox", { name: /^What would you like to work on/ }).fill("Pricing");
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeVisible();
  const answer = await page.request.get(`${sandbox.url}/routing_form_submissions/${submission}`, {
    headers: { authorization: "Bearer sandbox-personal-token-ada" },
  });
  const { resource } = (await answer.json()) as { resource: { submitter: string; tracking: { utm_source: string } } };
  expect(resource.submitter).toContain("/invitees/");
  expect(resource.tracking.utm_source).toBe("flyer");
});
