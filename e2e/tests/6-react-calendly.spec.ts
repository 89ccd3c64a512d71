import { expect, type FrameLocator, type Page, test } from "@playwright/test";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { type HostPage, serveReactHost } from "../support/host-page.ts";

/*
 * The npm package react-calendly 4.4.0, as it is, on a page of another origin. Its only change is the address of the
 * booking page; the icon that its stylesheet loads from Calendly comes from the sandbox.
 */
let host: HostPage;
let sandbox: Sandbox;

test.beforeAll(async () => {
  sandbox = await createSandbox({ publicHost: "localhost" });
  host = await serveReactHost();
});

test.afterAll(async () => {
  await host?.close();
  await sandbox?.close();
});

test.beforeEach(async ({ context }) => {
  await context.route("https://assets.calendly.com/**", (route) =>
    route.fulfill({ status: 302, headers: { location: `${sandbox.url}${new URL(route.request().url()).pathname}` } }),
  );
});

test("InlineWidget shows the page with its prefill and settings, and books", async ({ page }) => {
  await open(page, "inline");
  const frame = page.frameLocator(".calendly-inline-widget iframe");
  await expect(page.locator(".calendly-spinner")).toHaveCount(0);
  await chooseFirstTime(frame);
  await expect(frame.getByRole("textbox", { name: /^Name/ })).toHaveValue("Jordan Blake");
  await expect(frame.getByRole("textbox", { name: /^Email/ })).toHaveValue("jordan@realty.example");
  await expect(frame.getByRole("textbox", { name: /^Guest emails/ })).toHaveValue(
    "priya@realty.example, sam@realty.example",
  );
  await expect(frame.getByRole("textbox", { name: /What would you like to work on/ })).toHaveValue(
    "How to price a duplex & more",
  );
  await expectBooking(page, frame);
});

test("InlineWidget hides the event type's details when asked to, and keeps its heading for those who hear it", async ({
  page,
}) => {
  await page.goto(`${host.url}/?show=inline&bare&url=${encodeURIComponent(bookingPage())}`);
  const frame = page.frameLocator(".calendly-inline-widget iframe");
  await expect(frame.getByRole("heading", { name: "Select a Day" })).toBeVisible();
  await expect(frame.getByRole("region", { name: "About this event" })).toHaveCount(0);
  await expect(frame.getByRole("heading", { level: 1, name: "60-minute coaching" })).toHaveCount(1);
});

test("PopupButton opens the page, books, and closes", async ({ page }) => {
  await open(page, "button");
  await page.getByRole("button", { name: "Book a time" }).click();
  await bookInPopup(page);
});

test("PopupWidget, the badge, opens the page, books, and closes", async ({ page }) => {
  await open(page, "badge");
  await page.getByText("Schedule with us").click();
  await bookInPopup(page);
});

test("PopupModal opens the page, books, and closes", async ({ page }) => {
  await open(page, "modal");
  await page.getByRole("button", { name: "Open the window" }).click();
  await bookInPopup(page);
});

test("a profile page tells that it was viewed, and leads to an event type in the same frame", async ({ page }) => {
  await page.goto(`${host.url}/?show=inline&url=${encodeURIComponent(`${sandbox.url}/maya-okafor`)}`);
  const frame = page.frameLocator(".calendly-inline-widget iframe");
  await expect
    .poll(async () => (await heard(page)).map(({ event }) => event))
    .toContain("calendly.profile_page_viewed");
  await frame.getByRole("link", { name: /60-minute coaching/ }).click();
  await expect.poll(async () => (await heard(page)).map(({ event }) => event)).toContain("calendly.event_type_viewed");
});

const bookingPage = () => `${sandbox.url}/maya-okafor/60-minute-coaching`;

async function open(page: Page, show: string): Promise<void> {
  await page.goto(`${host.url}/?show=${show}&url=${encodeURIComponent(bookingPage())}`);
}

async function bookInPopup(page: Page): Promise<void> {
  const frame = page.frameLocator(".calendly-popup iframe");
  await chooseFirstTime(frame);
  await expectBooking(page, frame);
  await page.getByRole("button", { name: "Close modal" }).click();
  await expect(page.locator(".calendly-overlay")).toHaveCount(0);
}

async function chooseFirstTime(frame: FrameLocator): Promise<void> {
  await frame
    .getByRole("button", { name: / - Times available/ })
    .first()
    .click();
  await frame.locator("[data-start]").first().click();
}

/** Books, and checks what the package's listener heard: everything once, in this order, with the API's URIs. */
async function expectBooking(page: Page, frame: FrameLocator): Promise<void> {
  await frame.getByRole("button", { name: "Schedule event" }).click();
  await expect(frame.getByRole("heading", { name: "You are scheduled" })).toBeVisible();
  await expect
    .poll(async () => (await heard(page)).map(({ event }) => event).filter((event) => !event.endsWith("page_height")))
    .toEqual(["calendly.event_type_viewed", "calendly.date_and_time_selected", "calendly.event_scheduled"]);
  const messages = await heard(page);
  expect(new Set(messages.map(({ origin }) => origin))).toEqual(new Set([new URL(sandbox.url).origin]));
  const heights = messages.filter(({ event }) => event === "calendly.page_height");
  expect(heights.length).toBeGreaterThan(1);
  for (const { payload } of heights) expect(payload).toEqual({ height: expect.stringMatching(/^\d+px$/) });

  const scheduled = messages.find(({ event }) => event === "calendly.event_scheduled")?.payload as {
    event: { uri: string };
    invitee: { uri: string };
  };
  expect(Object.keys(scheduled)).toEqual(["event", "invitee"]);
  expect(scheduled.invitee.uri).toContain(`${scheduled.event.uri}/invitees/`);
  const answer = await page.request.get(scheduled.invitee.uri, {
    headers: { authorization: "Bearer sandbox-personal-token-maya" },
  });
  const { resource } = (await answer.json()) as { resource: Record<string, unknown> };
  expect(resource).toMatchObject({
    name: "Jordan Blake",
    email: "jordan@realty.example",
    tracking: {
      utm_campaign: "spring",
      utm_source: "react",
      utm_medium: null,
      utm_content: "a b",
      utm_term: null,
      salesforce_uuid: "00Q5e00001",
    },
  });
}

interface Heard {
  readonly event: string;
  readonly payload: unknown;
  readonly origin: string;
}

async function heard(page: Page): Promise<Heard[]> {
  return (await page.locator("ol > li").allTextContents()).map((text) => JSON.parse(text) as Heard);
}
