import { expect, test } from "@playwright/test";
import { productUrl } from "../support/addresses.ts";
import { bookElsewhere, firstOpening } from "../support/calendly.ts";
import { signInAs } from "../support/people.ts";

test("a wrong password is refused with a sentence, and the right one lets in afterwards", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("jordan@realty.example");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText(/e-mail|password/i);
  await page.getByLabel("Password").fill("on-time-every-time");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
});

test("an expired login session leads to signing in with a reason, and back to the same page", async ({ browser }) => {
  const { page, context } = await signInAs(browser, "Jordan Blake", "America/Chicago");
  await page.goto("/mailbox");
  await context.clearCookies();
  // The page may notice by itself, when its live stream is refused; a reload makes sure that it does.
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByRole("button", { name: "Jordan Blake" }).click();
  await expect(page).toHaveURL(/\/mailbox$/);
  await context.close();
});

test("consent that is denied, and a state that is not ours, each end on the connection page with the way out", async ({
  browser,
}) => {
  const { page, context } = await signInAs(browser, "Ana Silva", "Europe/Lisbon");
  await page.goto("/settings/connection");
  await page.getByRole("button", { name: "Connect Calendly" }).click();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByRole("alert").first()).toContainText(/did not allow/i);
  await expect(page.getByRole("button", { name: "Connect Calendly" })).toBeVisible();

  await page.goto(`${productUrl}/api/calendly/connection/callback?code=abc&state=not-ours`);
  await expect(page).toHaveURL(/problem=connect_state_unknown/);
  await expect(page.getByRole("button", { name: "Connect Calendly" })).toBeVisible();
  await context.close();
});

test("a code that comes back twice connects once: the second time says so", async ({ browser }) => {
  const { page, context } = await signInAs(browser, "Ana Silva", "Europe/Lisbon");
  await page.goto("/settings/connection");
  await page.getByRole("button", { name: "Connect Calendly" }).click();
  await page.getByRole("radio", { name: "Ana Silva" }).check();
  const callback = page.waitForRequest((request) => request.url().includes("/connection/callback?"));
  await page.getByRole("button", { name: "Allow" }).click();
  const address = (await callback).url();
  await expect(page.getByRole("heading", { name: "Is this your Calendly account?" })).toBeVisible();
  await page.goto(address);
  await expect(page).toHaveURL(/problem=connect_code_rejected/);
  await expect(page.getByRole("button", { name: "Connect Calendly" })).toBeVisible();
  await context.close();
});

test("a time that was taken meanwhile is refused on the booking page, which offers the others", async ({
  page,
  request,
}) => {
  const opening = await firstOpening(request, "Maya Okafor", "60-minute coaching");
  await page.goto(opening.bookingPage);
  await page.getByRole("textbox", { name: /^Name/ }).fill("Lee Tanaka");
  await page.getByRole("textbox", { name: /^Email/ }).fill("lee@realty.example");
  for (const question of await page.locator("textarea[required], input[required][name^=answer_]").all())
    await question.fill("x");
  await bookElsewhere(request, opening, {
    name: "Priya Nair",
    email: "priya@realty.example",
    timezone: "Asia/Kolkata",
  });
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByText(/taken|no longer|filled/i).first()).toBeVisible();
});

test("what is not theirs answers exactly like what does not exist", async ({ browser }) => {
  const { page: maya, context: first } = await signInAs(browser, "Maya Okafor", "America/New_York");
  const { page: tom, context: second } = await signInAs(browser, "Tom Reyes", "America/Denver");
  const list = (await (await maya.request.get("/api/calendly/scheduled_events")).json()) as { items: { id: string }[] };
  const foreign = await tom.request.get(`/api/calendly/sessions/${list.items[0]?.id}`);
  const missing = await tom.request.get("/api/calendly/sessions/ses_doesnotexistatall0000");
  expect(foreign.status()).toBe(404);
  const plain = async (response: typeof foreign) => {
    const { requestId: _, ...problem } = (await response.json()) as Record<string, unknown>;
    return problem;
  };
  expect(await plain(foreign)).toEqual(await plain(missing));
  await first.close();
  await second.close();
});
