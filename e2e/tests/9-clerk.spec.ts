import { expect, test } from "@playwright/test";
import { type ClerkStandIn, createClerkStandIn } from "@punctual/server/testing/clerk";
import { clerkPorts } from "../support/addresses.ts";
import { serveClerk } from "../support/clerk-browser.ts";
import { startProduct } from "../support/product.ts";

/* A product of its own, at which people sign in by Clerk; a stand-in is at the other end, see `clerk-browser.ts`. */
const publicUrl = `http://localhost:${clerkPorts.product}`;
let clerk: ClerkStandIn;
let product: Awaited<ReturnType<typeof startProduct>>;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  clerk = await createClerkStandIn();
  const { config } = clerk.instance;
  product = await startProduct({
    PORT: String(clerkPorts.product),
    SANDBOX_PORT: String(clerkPorts.sandbox),
    AUTH_MODE: "clerk",
    CLERK_PUBLISHABLE_KEY: config.publishableKey,
    CLERK_SECRET_KEY: config.secretKey,
    CLERK_JWT_KEY: config.jwtKey.replaceAll("\n", "\\n"),
    CLERK_WEBHOOK_SIGNING_SECRET: config.webhookSigningSecrets[0] ?? "",
    CLERK_API_URL: config.apiUrl,
  });
});
test.afterAll(async () => {
  await product?.stop();
  await clerk?.close();
});

test("who has no role is told so; who has one comes in, stays in when a token is over, and signs out at Clerk as well", async ({
  page,
}) => {
  const blocked: string[] = [];
  await page.exposeFunction("noteBlocked", (what: string) => void blocked.push(what));
  await page.addInitScript(
    "document.addEventListener('securitypolicyviolation', (e) => noteBlocked(e.violatedDirective + ' ' + e.blockedURI))",
  );
  const stranger = clerk.addUser({ firstName: "Sam", role: null });
  const coach = clerk.addUser({ firstName: "Maya", role: "coach" });
  const users = [
    { id: stranger.id, name: "Sam" },
    { id: coach.id, name: "Maya" },
  ];
  await serveClerk(page, clerk, { publicUrl, users });
  await page.goto(`${publicUrl}/sign-in`);
  await page.getByRole("button", { name: "Continue as Sam" }).click();
  await expect(page.getByText("has no role in this programme yet")).toBeVisible();
  await page.getByRole("button", { name: "Sign in as somebody else" }).click();
  await page.getByRole("button", { name: "Continue as Maya" }).click();
  const menu = page.getByRole("button", { name: "Maya: your menu" });
  await expect(menu).toBeVisible();
  await page.reload();
  await expect(menu).toBeVisible();

  // A token lives for a minute; Clerk's script makes a new one, and the page waits for it.
  await page.evaluate("document.cookie = '__session=; max-age=0; path=/'");
  await page.goto(`${publicUrl}/settings`);
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();

  const session = String(await page.evaluate("sessionStorage.getItem('session')"));
  expect(clerk.isActive(session)).toBe(true);
  await menu.click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Continue as Maya" })).toBeVisible();
  await expect.poll(() => clerk.isActive(session)).toBe(false);
  expect(blocked).toEqual([]);
});

test("where Clerk's script does not come, the page says so", async ({ page }) => {
  await page.route(`${clerk.instance.config.frontendUrl}/**`, (route) => route.abort());
  await page.goto(`${publicUrl}/sign-in`);
  await expect(page.getByRole("alert")).toContainText("Clerk, at which you sign in, cannot be reached.", {
    timeout: 30_000,
  });
});
