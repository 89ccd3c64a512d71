import { type Browser, expect, type Page, test } from "@playwright/test";
import { productUrl, sandboxUrl } from "../support/addresses.ts";
import { browserArguments, findBrowser } from "../support/browser.ts";
import { connectCalendly, signInAs } from "../support/people.ts";

/*
 * The operator's check of the embed, under the policy as Punctual sends it and as something in between may have changed it.
 */
const check = "/security/embed";
// A page that the test answers in the server's place has no address, and Chromium lets such a page reach nothing on this machine.
test.use({
  launchOptions: {
    executablePath: await findBrowser(),
    args: [...browserArguments, "--disable-features=LocalNetworkAccessChecks"],
  },
});

async function ensureConnected(browser: Browser, page: Page): Promise<void> {
  const list = (await (await page.request.get("/api/calendly/coaches")).json()) as {
    items: { schedulingUrl: string | null }[];
  };
  if (list.items.some(({ schedulingUrl }) => schedulingUrl !== null)) return;
  const maya = await signInAs(browser, "Maya Okafor", "America/New_York");
  await connectCalendly(maya.page, "Maya Okafor");
  await maya.context.close();
}

/** Opens the check with the policy changed on its way, and gives what it says of each part. */
async function findingsUnder(page: Page, change: (policy: string) => string | null): Promise<Record<string, string>> {
  await page.unrouteAll();
  await page.route(`${productUrl}${check}`, async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": policy = "", ...headers } = response.headers();
    const changed = change(policy);
    await route.fulfill({
      response,
      headers: changed === null ? headers : { ...headers, "content-security-policy": changed },
    });
  });
  await page.goto(check);
  const rows = page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(4, { timeout: 20_000 });
  const texts = await rows.allInnerTexts();
  return Object.fromEntries(texts.map((text) => [text.split("\n")[0] ?? "", text.replaceAll("\n", " ")]));
}

test("the embed check passes under Punctual's own policy, and names what blocks under another", async ({ browser }) => {
  test.setTimeout(180_000);
  const { page, context } = await signInAs(browser, "Ada Lindqvist", "Europe/Stockholm");
  await ensureConnected(browser, page);
  const parts = ["The policy that arrives", "Calendly's script", "Calendly's stylesheet", "A booking page in a frame"];

  const own = await findingsUnder(page, (policy) => policy);
  for (const part of parts) expect(own[part]).toMatch(/Passes/i);
  await expect(page.getByText("Nothing is in the way")).toBeVisible();

  const without = (directive: string) => (policy: string) =>
    policy
      .split("; ")
      .map((each) => (each.startsWith(`${directive} `) ? each.replace(` ${sandboxUrl}`, "") : each))
      .join("; ");
  const noScript = await findingsUnder(page, without("script-src"));
  expect(noScript["Calendly's script"]).toContain(`Blocked by script-src-elem`);
  expect(noScript["Calendly's script"]).toContain(`script-src does not name ${sandboxUrl}`);
  expect(noScript["A booking page in a frame"]).toMatch(/Passes/i);
  const noStyle = await findingsUnder(page, without("style-src"));
  expect(noStyle["Calendly's stylesheet"]).toContain("Blocked by style-src-elem");
  const noFrame = await findingsUnder(page, without("frame-src"));
  expect(noFrame["A booking page in a frame"]).toContain("Blocked by frame-src");
  expect(noFrame["Calendly's script"]).toMatch(/Passes/i);

  const added = await findingsUnder(page, (policy) => `${policy}, frame-src 'self'`);
  expect(added["The policy that arrives"]).toContain("2 policies arrive");
  expect(added["A booking page in a frame"]).toContain("A policy that is not Punctual's blocks");
  const stripped = await findingsUnder(page, () => null);
  expect(stripped["The policy that arrives"]).toContain("No Content-Security-Policy reaches this browser.");

  await page.route(`${sandboxUrl}/**`, async (route) => {
    if (route.request().resourceType() !== "document") return route.fallback();
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), "content-security-policy": "frame-ancestors 'none'" },
    });
  });
  await page.unroute(`${productUrl}${check}`);
  await page.goto(check);
  await expect(page.getByRole("main").getByText("It did not show up within 10 seconds")).toBeVisible({
    timeout: 25_000,
  });
  await context.close();
});
