import { expect, type Page, test } from "@playwright/test";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { eachLook, expectSound } from "../support/sound.ts";

/*
 * The inspector of a sandbox of its own, whose state the other specs do not share: every place at the width of a desk
 * and of a phone, light or dark, then what a person does there.
 */
let sandbox: Sandbox;
test.beforeAll(async () => {
  sandbox = await createSandbox();
});
test.afterAll(() => sandbox.close());

const hostile = `<img src=x onerror="document.title='owned'"> Lee`;
const places = [
  "requests",
  "deliveries",
  "timeline",
  "clock",
  "faults",
  "people",
  "access",
  "settings",
  "state",
  "snapshots",
];

async function goTo(page: Page, place: string) {
  await page.goto(`${sandbox.url}/_sandbox/#/${place}`);
  await expect(page.locator("#main")).not.toHaveAttribute("aria-busy", "true");
  await expect(page.locator("#main h1").first()).toBeVisible();
}

const callUsersMe = (page: Page) =>
  page.request.get(`${sandbox.url}/users/me`, { headers: { authorization: "Bearer sandbox-personal-token-maya" } });

test("every place is accessible, fits, logs no error, and shows hostile names as text", async ({ page }) => {
  test.setTimeout(360_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (entry) => entry.type() === "error" && errors.push(entry.text()));
  sandbox.act.book({ eventType: "maya-okafor/60-minute-coaching", name: hostile });
  sandbox.addFault({ kind: "http", path: "/teams", status: 503 });
  sandbox.saveSnapshot("first");
  await callUsersMe(page);
  for (const place of places) {
    await goTo(page, place);
    await expectSound(page, place, eachLook);
  }
  await goTo(page, "people");
  await expect(page.getByRole("link", { name: hostile }).first()).toBeVisible();
  await expect(page).toHaveTitle(/Sandbox/);
  expect(errors).toEqual([]);
});

test("a call appears as it comes, opens by the keyboard, and can be copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await goTo(page, "requests");
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByRole("heading", { name: "No calls yet" })).toBeVisible();
  await callUsersMe(page);
  await expect(page.getByRole("button", { name: /GET \/users\/me .*200/s })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "GET /users/me" })).toBeVisible();
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await expect(page.getByText("Copied")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`curl -X GET '${sandbox.url}/users/me'`);
  expect(copied).not.toContain("sandbox-personal-token");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "GET /users/me" })).toBeHidden();
});

test("a trouble from the presets strikes, and can be removed", async ({ page }) => {
  sandbox.clearFaults();
  await goTo(page, "faults");
  await page.getByRole("button", { name: /^Outage/ }).click();
  await expect(page.getByText("Every call: status 503").first()).toBeVisible();
  expect((await callUsersMe(page)).status()).toBe(503);
  await expect(page.getByText("struck once")).toBeVisible();
  await page.getByRole("button", { name: /^Remove: / }).click();
  await expect(page.getByText("Everything works.")).toBeVisible();
  expect((await callUsersMe(page)).status()).toBe(200);
});

test("the clock freezes, moves, and a snapshot takes it back", async ({ page }) => {
  await goTo(page, "clock");
  await page.getByRole("button", { name: "Freeze" }).click();
  await expect(page.getByRole("button", { name: "Let it run" })).toBeVisible();
  const before = sandbox.now();
  sandbox.saveSnapshot("frozen");
  await page.getByRole("button", { name: "Advance by 1 day" }).click();
  await expect.poll(() => sandbox.now()).toBe(before + 86_400_000);
  await goTo(page, "snapshots");
  await page.getByRole("button", { name: "Restore frozen" }).click();
  await page.getByRole("button", { name: "Restore frozen" }).click();
  await expect(page.getByText('Everything is as in "frozen"')).toBeVisible();
  expect(sandbox.now()).toBe(before);
  sandbox.resume();
});

test("somebody books, and the host cancels", async ({ page }) => {
  await goTo(page, "people");
  const panel = page.getByRole("region", { name: "Somebody books" });
  await panel.getByLabel("Name", { exact: true }).fill("Kim Park");
  await page.getByRole("button", { name: "Book", exact: true }).click();
  const row = page.getByRole("listitem").filter({ hasText: "Kim Park" });
  await expect(row.getByText("active")).toBeVisible();
  await row.getByRole("button", { name: /as the host$/ }).click();
  await expect(row.getByText("canceled")).toBeVisible();
});

test("a setting is found, changed and put back", async ({ page }) => {
  await goTo(page, "settings");
  await page.getByRole("searchbox", { name: "Search in the settings" }).fill("taken meanwhile");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByLabel("slotTakenStatus", { exact: true }).selectOption("409");
  await page.getByRole("button", { name: "Change slotTakenStatus" }).click();
  await expect(page.getByText("slotTakenStatus is 409 until the next reset")).toBeVisible();
  expect(sandbox.listSettings().slotTakenStatus).toBe(409);
  await page.getByRole("button", { name: "Put back slotTakenStatus" }).click();
  await expect(page.getByText("slotTakenStatus is 400 until the next reset")).toBeVisible();
  expect(sandbox.listSettings().slotTakenStatus).toBe(400);

  await page.getByRole("searchbox", { name: "Search in the settings" }).fill("seats");
  await page.getByLabel("seats", { exact: true }).fill("many");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^seats: /)).toBeVisible();
  await page.getByLabel("seats", { exact: true }).fill("12");
  await page.keyboard.press("Enter");
  // The rows are drawn anew with it: what is written before that is written into the old ones.
  await expect(page.getByText("seats is 12 until the next reset")).toBeVisible();
  expect(sandbox.listSettings().seats).toBe(12);
  await page.getByLabel("seats", { exact: true }).fill("");
  await page.keyboard.press("Enter");
  await expect.poll(() => sandbox.listSettings().seats).toBeNull();
});

test("an event type is switched off and on", async ({ page }) => {
  await goTo(page, "people");
  await page.getByRole("searchbox", { name: "Search in the event types" }).fill("60-minute-coaching");
  const name = "60-minute coaching of Maya Okafor";
  const isActive = () => sandbox.world.findEventType("maya-okafor", "60-minute-coaching")?.eventType.active;
  await page.getByRole("button", { name: `Switch off ${name}` }).click();
  await expect(page.getByRole("button", { name: `Switch on ${name}` })).toBeVisible();
  expect(isActive()).toBe(false);
  await page.getByRole("button", { name: `Switch on ${name}` }).click();
  await expect.poll(isActive).toBe(true);
});

test("invitations are accepted and declined", async ({ page }) => {
  await goTo(page, "people");
  const panel = page.getByRole("region", { name: "Invitations" });
  const pending = () => sandbox.listRecords("invitations", { search: '"status":"pending"' }).length;
  const before = pending();
  await panel.getByText("Accept", { exact: true }).first().click();
  await panel.getByLabel("Name").first().fill("Felix Ott");
  await panel.getByRole("button", { name: "Accept" }).first().click();
  await expect(page.getByText("Felix Ott is a member now")).toBeVisible();
  expect(pending()).toBe(before - 1);
  await panel
    .getByRole("button", { name: /^Decline as / })
    .first()
    .click();
  await expect.poll(pending).toBe(before - 2);
});

test("somebody answers a routing form and learns where it leads", async ({ page }) => {
  await goTo(page, "people");
  const panel = page.getByRole("region", { name: "Routing forms" });
  for (const input of await panel.getByRole("textbox").all()) {
    const kind = await input.getAttribute("type");
    await input.fill(kind === "email" ? "sam@visitor.example" : kind === "tel" ? "+1 202-555-0100" : "Sam Rivera");
  }
  await panel.getByRole("button", { name: "Submit" }).click();
  await expect(panel.getByRole("status")).toContainText(/^They /);
  await panel.getByRole("link", { name: "submission" }).click();
  await expect(page.getByRole("region", { name: "Record" })).toContainText("Sam Rivera");
});
