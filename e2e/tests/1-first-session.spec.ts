import { expect, test } from "@playwright/test";
import { connectCalendly, type Seat, signInAs } from "../support/people.ts";

/*
 * The one path through the whole product, at three screens at once. Nobody's page is reloaded: what one does, the
 * others see.
 */
test.describe.configure({ mode: "serial" });

let maya: Seat;
let jordan: Seat;
let ada: Seat;
const reason = "A closing moved to this hour. Let us find another time.";

test.beforeAll(async ({ browser }) => {
  maya = await signInAs(browser, "Maya Okafor", "America/New_York");
  jordan = await signInAs(browser, "Jordan Blake", "America/Chicago");
});

test.afterAll(async () => {
  for (const seat of [maya, jordan, ada]) await seat?.context.close();
});

test("a coach connects Calendly and sees whose account it is before anything is saved", async () => {
  const { page } = maya;
  await page.goto("/settings/connection");
  await page.getByRole("button", { name: "Connect Calendly" }).click();
  await expect(page).toHaveURL(/\/oauth\/authorize\?(?=.*state=)(?=.*code_challenge=)(?=.*code_challenge_method=S256)/);
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
  await page.getByRole("radio", { name: "Maya Okafor" }).check();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("heading", { name: "Is this your Calendly account?" })).toBeVisible();
  await expect(page.getByText("maya@northside.example")).toBeVisible();
  await page.getByRole("button", { name: "Yes, connect it" }).click();
  await expect(page.getByRole("heading", { name: "Availability" })).toBeVisible();
  await page.goto("/settings/connection");
  await expect(page.getByText("In step with Calendly")).toBeVisible({ timeout: 40_000 });
});

test("the coach's event types appear, and the weekly view shows real openings", async () => {
  const { page } = maya;
  await page.goto("/availability");
  await expect(page.getByText("60-minute coaching").first()).toBeVisible();
  await showAWeekWithOpenings(page);
});

test("a realtor finds the coach, books in Calendly's popup, and sees it confirmed without a reload", async () => {
  const { page } = jordan;
  await maya.page.goto("/sessions");
  await page.goto("/coaches");
  await page
    .getByRole("link", { name: /Maya Okafor/ })
    .first()
    .click();
  await page.getByRole("button", { name: /60-minute coaching/ }).click();
  await showAWeekWithOpenings(page);
  await page.locator("[data-slot]").first().click();
  await page.getByRole("button", { name: "Book this time" }).click();

  const popup = page.frameLocator(".calendly-popup iframe");
  await expect(popup.getByRole("textbox", { name: /^Name/ })).toHaveValue("Jordan Blake");
  await expect(popup.getByRole("textbox", { name: /^Email/ })).toHaveValue("jordan@realty.example");
  for (const question of await popup.locator("textarea[required], input[required][name^=answer_]").all()) {
    await question.fill("How to price a duplex.");
  }
  await popup.getByRole("button", { name: "Schedule event" }).click();

  await expect(page.getByText(/^Confirm(ing|ed)$/)).toBeVisible();
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole("link", { name: "Open the session" })).toBeVisible();
});

test("the coach sees the session appear live, opens it and cancels it with a reason", async () => {
  const { page } = maya;
  // The list was opened before the booking and never reloaded.
  const row = page.locator("[data-session-row]").filter({ hasText: "Jordan Blake" }).first();
  await expect(row).toBeVisible();

  await jordan.page.getByRole("link", { name: "Open the session" }).click();
  const address = new URL(jordan.page.url()).pathname;
  await page.goto(address);
  await expect(page.getByRole("heading", { name: /60-minute coaching with Jordan Blake/ })).toBeVisible();
  await expect(page.getByText("How to price a duplex.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel session" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Cancel session" }).click();
  await expect(dialog.getByText("Write a reason: the invitee will read it.")).toBeVisible();
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Cancel session" }).click();
  await expect(page.getByText(`“${reason}”`).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel session" })).toHaveCount(0);
});

test("the realtor's page shows the cancellation without a reload, and Calendly has it too", async () => {
  const { page } = jordan;
  await expect(page.getByText(`“${reason}”`).first()).toBeVisible();
  const session = (await (await page.request.get(`/api/calendly${new URL(page.url()).pathname}`)).json()) as {
    status: string;
    cancellation: { by: string; reason: string };
  };
  expect(session).toMatchObject({ status: "canceled", cancellation: { by: "host", reason } });
});

test("both have an invitation and its cancellation for the same calendar entry in the mailbox", async () => {
  for (const { page } of [maya, jordan]) {
    await expect
      .poll(async () => (await invitations(page)).map(({ method }) => method).sort(), { timeout: 20_000 })
      .toEqual(["CANCEL", "REQUEST"]);
    const both = await invitations(page);
    const [cancel, request] = [...both].sort((a, b) => a.method.localeCompare(b.method));
    expect(cancel?.uid).toBe(request?.uid);
    expect(cancel?.sequence).toBeGreaterThan(request?.sequence ?? Number.POSITIVE_INFINITY);
    await page.goto("/mailbox");
    await page
      .getByRole("link", { name: /cancel/i })
      .first()
      .click();
    await expect(page.getByText("CANCEL: take it out of the calendar")).toBeVisible();
  }
});

test("an admin sees the coaches, the state of their connections, and every session", async ({ browser }) => {
  ada = await signInAs(browser, "Ada Lindqvist", "Europe/Stockholm");
  const { page } = ada;
  await page.goto("/coaches");
  await expect(page.getByText("Maya Okafor").first()).toBeVisible();
  await expect(page.getByText("Tom Reyes").first()).toBeVisible();
  await page.goto("/sessions?view=canceled");
  await expect(page.locator("[data-session-row]").filter({ hasText: "Jordan Blake" }).first()).toBeVisible();
});

test("a second coach connects, and their sessions do not mix with the first one's", async ({ browser }) => {
  const tom = await signInAs(browser, "Tom Reyes", "America/Denver");
  await connectCalendly(tom.page, "Tom Reyes");
  const mine = (await (await tom.page.request.get("/api/calendly/scheduled_events?limit=100")).json()) as {
    items: { coach: { name: string } }[];
  };
  expect(new Set(mine.items.map(({ coach }) => coach.name))).not.toContain("Maya Okafor");
  await tom.context.close();
});

/** The first week, from this one on, in which something is open. */
async function showAWeekWithOpenings(page: import("@playwright/test").Page): Promise<void> {
  const slots = page.locator("[data-slot]");
  for (let week = 0; week < 4; week++) {
    const empty = page.getByText(/No openings/);
    await expect(slots.first().or(empty.first())).toBeVisible();
    if ((await slots.count()) > 0) return;
    await page.getByRole("button", { name: "Next week" }).first().click();
  }
  await expect(slots.first()).toBeVisible();
}

interface Invitation {
  readonly uid: string;
  readonly sequence: number;
  readonly method: "REQUEST" | "CANCEL";
}

async function invitations(page: import("@playwright/test").Page): Promise<Invitation[]> {
  const list = (await (await page.request.get("/api/mailbox")).json()) as { items: { id: string }[] };
  const messages = await Promise.all(
    list.items.map(
      async ({ id }) =>
        (await (await page.request.get(`/api/mailbox/${id}`)).json()) as { invitation: Invitation | null },
    ),
  );
  return messages.flatMap(({ invitation }) => (invitation === null ? [] : [invitation]));
}
