import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { sandboxUrl } from "../support/addresses.ts";
import { bookElsewhere, firstOpening } from "../support/calendly.ts";
import { signInAs } from "../support/people.ts";
import { allLooks, eachLook, expectSound } from "../support/sound.ts";

/*
 * Every page at the width of a desk, light, and of a phone, dark: nothing that axe objects to, nothing wider than the screen,
 * nothing that the browser's console calls an error. With SCREENSHOTS=1 in all four looks, and the pictures in docs/ are
 * made anew.
 */
const screenshots = resolve(import.meta.dirname, "../../docs/screenshots");
const saving = process.env["SCREENSHOTS"] !== undefined;

interface Stop {
  readonly name: string;
  /** Where it is, found from the page when it depends on the data. */
  readonly path: string | ((page: Page) => Promise<string>);
}

const firstOf = (list: string, to: (id: string) => string) => async (page: Page) => {
  const answer = (await (await page.request.get(list)).json()) as {
    items: { id: string; connection?: { state: string } }[];
  };
  const item = answer.items.find(({ connection }) => connection === undefined || connection.state === "active");
  if (item === undefined) throw new Error(`${list} is empty.`);
  return to(item.id);
};

const upcoming = firstOf("/api/calendly/scheduled_events?phase=upcoming&status=active", (id) => `/sessions/${id}`);
const canceled = firstOf("/api/calendly/scheduled_events?status=canceled&sort=start_desc", (id) => `/sessions/${id}`);
const message = firstOf("/api/mailbox", (id) => `/mailbox/${id}`);

const tours: readonly {
  readonly who: string;
  readonly role: string;
  readonly zone: string;
  readonly stops: readonly Stop[];
}[] = [
  {
    who: "Maya Okafor",
    role: "coach",
    zone: "America/New_York",
    stops: [
      { name: "today", path: "/" },
      { name: "sessions", path: "/sessions" },
      { name: "session", path: upcoming },
      { name: "session-canceled", path: canceled },
      { name: "availability", path: "/availability" },
      { name: "connection", path: "/settings/connection" },
      { name: "connection-denied", path: "/settings/connection?problem=connect_denied" },
      { name: "settings", path: "/settings" },
      { name: "sign-in-and-security", path: "/settings/security" },
    ],
  },
  {
    who: "Jordan Blake",
    role: "realtor",
    zone: "America/Chicago",
    stops: [
      { name: "home", path: "/" },
      { name: "coaches", path: "/coaches" },
      { name: "coach", path: firstOf("/api/calendly/coaches", (id) => `/coaches/${id}`) },
      { name: "sessions", path: "/sessions" },
      { name: "session", path: upcoming },
      { name: "mailbox", path: "/mailbox" },
      { name: "message", path: message },
    ],
  },
  {
    who: "Ada Lindqvist",
    role: "admin",
    zone: "Europe/Stockholm",
    stops: [
      { name: "overview", path: "/" },
      { name: "fleet", path: "/coaches" },
      { name: "sessions", path: "/sessions" },
      { name: "session", path: upcoming },
      { name: "deliveries", path: "/sync" },
      { name: "drift", path: "/sync/drift" },
      { name: "usage", path: "/sync/usage" },
      { name: "people", path: "/people" },
      { name: "person", path: firstOf("/api/members", (id) => `/people?member=${id}`) },
      { name: "audit", path: "/audit" },
      { name: "security", path: "/security" },
      { name: "embed-check", path: "/security/embed" },
      { name: "api-keys", path: "/services" },
      { name: "outgoing", path: "/services/outgoing" },
      { name: "not-found", path: "/nowhere" },
    ],
  },
];

test("a booking made elsewhere arrives by itself", async ({ browser, request }) => {
  const { page, context } = await signInAs(browser, "Jordan Blake", "America/Chicago");
  await page.goto("/sessions");
  const opening = await firstOpening(request, "Maya Okafor", "60-minute coaching");
  await bookElsewhere(request, opening, {
    name: "Jordan Blake",
    email: "jordan@realty.example",
    timezone: "America/Chicago",
  });
  await expect(page.locator("[data-session-row]").filter({ hasText: "60-minute coaching" }).first()).toBeVisible();
  await context.close();
});

for (const { who, role, zone, stops } of tours) {
  test(`every page of the ${role} is accessible, fits, and logs no error`, async ({ browser }) => {
    test.setTimeout(240_000);
    const { page, context } = await signInAs(browser, who, zone);
    const errors = consoleErrors(page);
    for (const stop of stops) {
      const path = typeof stop.path === "string" ? stop.path : await stop.path(page);
      await page.goto(path);
      await lookAt(page, `${role}-${stop.name}`);
    }
    expect(errors.filter((text) => !text.includes("404"))).toEqual([]);
    await context.close();
  });
}

test("the pages that need no login session are accessible and fit: signing in, consent, booking", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const page = await strangersPage(browser);
  await page.goto("/sign-in");
  await lookAt(page, "sign-in");
  await page.goto("/forgot-password");
  await lookAt(page, "forgot-password");
  await page.goto("/reset-password#a-secret-that-nobody-gave-out");
  await lookAt(page, "reset-password");
  await page.goto("/invitation#a-secret-that-nobody-gave-out");
  await lookAt(page, "invitation-over");
  await page.goto("/api/docs");
  await lookAt(page, "api-reference");
  const credentials = (await (await page.request.get(`${sandboxUrl}/_sandbox/credentials`)).json()) as {
    apps: { clientId: string }[];
    people: { slug: string | null; role: string }[];
  };
  const slug = credentials.people.find((person) => person.role === "coach")?.slug ?? "";
  await page.goto(`${sandboxUrl}/${slug}`);
  await lookAt(page, "sandbox-profile");
  await page.getByRole("link", { name: /60-minute coaching/ }).click();
  await expect(page.getByRole("button", { name: "Next month" })).toBeVisible();
  await lookAt(page, "sandbox-event-type");
  const redirect = encodeURIComponent("http://localhost:1/callback");
  await page.goto(
    `${sandboxUrl}/oauth/authorize?response_type=code&client_id=${credentials.apps[0]?.clientId}&redirect_uri=${redirect}&scope=users:read%20scheduled_events:write%20webhooks:write`,
  );
  await lookAt(page, "sandbox-consent");
  await page.context().close();
});

async function strangersPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ timezoneId: "America/Chicago", locale: "en-US" });
  return context.newPage();
}

async function lookAt(page: Page, name: string): Promise<void> {
  await expectSound(page, name, saving ? allLooks : eachLook, async ({ width, theme }) => {
    if (!saving) return;
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}-${width}-${theme}.png`) });
  });
}

function consoleErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("console", (entry) => {
    if (entry.type() === "error") errors.push(entry.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  return errors;
}
