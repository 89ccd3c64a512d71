import { expect, type Page, test } from "@playwright/test";
import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import { eachLook, expectSound } from "../support/sound.ts";

/*
 * The booking pages of the sandbox as a person meets them, each state at the width of a desk and of a phone, light and
 * dark. The sandbox is one of its own, so that its event types can be made as a test needs them.
 */
test.describe.configure({ timeout: 240_000 });
let sandbox: Sandbox;
type Draft = Parameters<Sandbox["world"]["createEventType"]>[0];

test.beforeAll(async () => {
  sandbox = await createSandbox({ publicHost: "localhost" });
});

test.afterAll(async () => {
  await sandbox?.close();
});

const question = (position: number, type: "string" | "text" | "phone_number" | "single_select" | "multi_select") => ({
  name: `What about ${type}?`,
  type,
  position,
  enabled: true,
  required: position % 2 === 0,
  answer_choices: type.endsWith("select") ? ["First choice", "Second choice"] : [],
  include_other: type.endsWith("select"),
});

const everything: Partial<Draft> = {
  questions: (["string", "text", "phone_number", "single_select", "multi_select"] as const).map((type, position) =>
    question(position, type),
  ),
  splitsName: true,
  textReminders: true,
  durationOptions: [15, 30, 60],
  description: "All that a form can ask.",
  locations: [
    { kind: "zoom_conference" },
    { kind: "outbound_call" },
    { kind: "physical", location: "12 Main Street", additional_info: "Second floor" },
    { kind: "ask_invitee" },
  ],
  cancellationPolicy: "Please cancel a day ahead.\nThank you.",
};

test("every kind of question, names in two halves, a place and a text number are asked, checked and booked", async ({
  page,
}) => {
  await page.goto(addressOf(offer("All questions", everything)));
  await chooseTime(page);
  await look(page, "form");
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByText("Please check the marked fields.")).toBeVisible();
  await expect(page.getByLabel(/^First name/)).toBeFocused();
  await look(page, "form with errors");

  await page.getByLabel(/^First name/).fill("Jordan");
  await page.getByLabel(/^Last name/).fill("Blake");
  await page.getByLabel(/^Email/).fill("jordan@realty.example");
  await page.getByText("Add guests").click();
  await page.getByLabel("Guest emails").fill("priya@realty.example");
  await page.getByRole("radio", { name: /Phone call/ }).check();
  await page.getByLabel("Your phone number").fill("+1 312 555 0100");
  await page.getByLabel(/What about string/).fill("One line");
  await page
    .getByRole("group", { name: /single_select/ })
    .getByRole("radio", { name: "Other" })
    .check();
  await page.getByLabel("Other answer to: What about single_select?").fill("My own");
  const several = page.getByRole("group", { name: /multi_select/ });
  await several.getByRole("checkbox", { name: "First choice" }).check();
  await several.getByRole("checkbox", { name: "Second choice" }).check();
  await page.getByLabel(/What about phone_number/).fill("+1 312 555 0101");
  await page.getByLabel("Send text messages to").fill("+1 312 555 0102");
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeFocused();
  const uuid = /invitees\/([\w-]+)/.exec(page.url())?.[1] ?? "";
  expect(sandbox.world.findInvitee(uuid)).toMatchObject({
    invitee: {
      firstName: "Jordan",
      lastName: "Blake",
      textReminderNumber: "+1 312 555 0102",
      answers: [
        { answer: "One line" },
        { answer: "+1 312 555 0101" },
        { answer: "My own" },
        { answer: "First choice\nSecond choice" },
      ],
    },
    event: { guests: [{ email: "priya@realty.example" }], location: { type: "outbound_call" } },
  });
  await page.getByText("Add to calendar").click();
  await look(page, "confirmation");

  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByText("Please cancel a day ahead.")).toBeVisible();
  await look(page, "cancel");
  await page.getByLabel(/^Reason/).fill("A closing");
  await page.getByRole("button", { name: "Cancel booking" }).click();
  await expect(page.getByRole("heading", { name: "This booking is canceled" })).toBeFocused();
  await expect(page.getByText("“A closing”")).toBeVisible();
  await look(page, "canceled");
  await page.goto(`${sandbox.url}/reschedulings/${uuid}`);
  await expect(page.getByRole("heading", { name: "This booking is canceled" })).toBeVisible();
});

test("a booking is moved: the former time is shown, a reason is asked, the old address leads to the new time", async ({
  page,
}) => {
  await page.goto(`${addressOf(offer("Moving"))}?name=Jordan&email=jordan@realty.example`);
  await chooseTime(page);
  await page.getByRole("button", { name: "Schedule event" }).click();
  const confirmation = await page.getByRole("link", { name: "Reschedule" }).getAttribute("href");
  const old = page.url();
  await page.goto(`${sandbox.url}${confirmation}`);
  await expect(page.getByText("Former time")).toBeVisible();
  await look(page, "reschedule");
  await page.getByRole("button", { name: "Next month" }).click();
  await chooseTime(page);
  await page.getByLabel(/^Reason for rescheduling/).fill("Another closing");
  await look(page, "reschedule, last step");
  await page.getByRole("button", { name: "Reschedule" }).click();
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeVisible();
  await page.goto(old);
  await expect(page.getByRole("heading", { name: "This booking was moved" })).toBeVisible();
  await page.getByRole("link", { name: "See the new time" }).click();
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeVisible();
});

test("a time that was taken meanwhile, and a connection that was lost, cost nothing that was typed", async ({
  page,
}) => {
  const eventType = offer("Contested", { questions: [question(1, "text")] });
  await page.goto(addressOf(eventType));
  const start = await chooseTime(page);
  await page.getByLabel(/^Name/).fill("Jordan Blake");
  await page.getByLabel(/^Email/).fill("jordan@realty.example");
  await page.getByLabel(/What about text/).fill("A long story");

  await page.route("**/api/booking/invitees", (route) => route.abort());
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached");
  await expect(page.getByLabel(/What about text/)).toHaveValue("A long story");
  await page.unroute("**/api/booking/invitees");

  const invitee = { name: "Faster", email: "faster@x.example", timezone: "UTC" };
  const taken = { eventTypeId: eventType.id, startTime: start, invitee, answers: [], guests: [], location: null };
  expect(sandbox.world.book({ ...taken, tracking: null, method: "page" }).kind).toBe("booked");
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByText("That time is no longer open. Please choose another one")).toBeFocused();
  await expect(page.locator(`[data-start="${start}"]`)).toHaveCount(0);
  await look(page, "taken");
  await page.locator("[data-start]").first().click();
  await expect(page.getByLabel(/^Name/)).toHaveValue("Jordan Blake");
  await expect(page.getByLabel(/What about text/)).toHaveValue("A long story");

  // The booking arrives, its answer does not: sent again it is the same booking, not a time taken by itself.
  await page.route("**/api/booking/invitees", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByRole("alert")).toContainText("The server cannot be reached");
  await page.unroute("**/api/booking/invitees");
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeVisible();
});

test("the zone is found by typing and kept, both zones are shown where they differ, and hours are 12 or 24", async ({
  page,
}) => {
  await page.goto(addressOf(offer("Zones")));
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await expect(zone).toHaveValue(/^Chicago \(\d+:\d\d [AP]M\)$/);
  await expect(page.getByText(/^It is .* for Maya Okafor \(New York\)\.$/)).toBeVisible();
  await zone.click();
  await look(page, "zone list");
  await zone.fill("nothing like it");
  await expect(page.getByText("No time zone matches")).toBeVisible();
  await zone.fill("sao paulo");
  await page.keyboard.press("Enter");
  await expect(zone).toHaveValue(/^Sao Paulo/);
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await page.getByText("24h").click();
  await expect(zone).toHaveValue(/^Sao Paulo \(\d\d:\d\d\)$/);
  await chooseTime(page);
  await expect(page.locator("#step-hours")).toHaveText(/^\d\d:\d\d – \d\d:\d\d$/);
  await expect(page.getByText(/for Maya Okafor \(New York\)/).last()).toBeVisible();

  await page.goto(addressOf(offer("Zones again")));
  await expect(zone).toHaveValue(/^Sao Paulo \(\d\d:\d\d\)$/);
  await zone.press("ArrowDown");
  await zone.press("Escape");
  await expect(zone).toHaveValue(/^Sao Paulo/);
});

test("the whole booking can be made with the keyboard", async ({ page }) => {
  await page.goto(addressOf(offer("Keyboard")));
  await page.locator(".day[tabindex='0']").focus();
  const first = await page.locator(".day:focus").getAttribute("data-date");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator(".day:focus")).toHaveAttribute("data-date", first ?? "");
  await page.keyboard.press("PageDown");
  await expect(page.locator(".day:focus")).not.toHaveAttribute("data-date", first ?? "");
  await page.keyboard.press("PageUp");
  await expect(page.locator(".day:focus")).toHaveAttribute("data-date", first ?? "");
  await page.keyboard.press("Enter");
  await expect(page.locator("#times-title")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Enter Details" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("Jordan");
  await page.keyboard.press("Tab");
  await page.keyboard.type("jordan@realty.example");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeFocused();
});

test("a page speaks the language of its event type", async ({ page }) => {
  await page.goto(`${addressOf(offer("Sesión", { locale: "es" }))}?name=Ana&email=ana@x.example`);
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.getByRole("heading", { name: "Seleccione un día" })).toBeVisible();
  await page
    .getByRole("button", { name: / - Horas disponibles/ })
    .first()
    .click();
  await look(page, "Spanish");
  await page.locator("[data-start]").first().click();
  await page.getByRole("button", { name: "Programar evento" }).click();
  await expect(page.getByRole("heading", { name: "Su reserva está hecha" })).toBeVisible();
});

test("after booking, the host's own page is shown where there is one, with the details", async ({ page }) => {
  await page.route("https://host.example/**", (route) => route.fulfill({ body: "Thanks", contentType: "text/html" }));
  const redirect = { url: "https://host.example/thanks", passDetails: true };
  await page.goto(`${addressOf(offer("Sent on", { redirect }))}?name=Ana&email=ana@x.example&utm_source=mail`);
  await chooseTime(page);
  await page.getByRole("button", { name: "Schedule event" }).click();
  await page.waitForURL(/host\.example\/thanks\?.*invitee_email=ana%40x\.example.*utm_source=mail/);
});

test("group times say how many spots are left, and a slow server shows the shape of what comes", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/calendar/range?**", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(addressOf(offer("Workshop", { kind: "group", seats: 3 })));
  await expect(page.locator("table.waiting .day")).not.toHaveCount(0);
  release();
  await page
    .getByRole("button", { name: / - Times available/ })
    .first()
    .click();
  await expect(page.getByText("3 spots left").first()).toBeVisible();
  await look(page, "group");
});

test("what cannot be booked says why, and leads on", async ({ page }) => {
  const link = async (eventType: { id: string }) => {
    const answer = await page.request.post(`${sandbox.url}/scheduling_links`, {
      headers: { authorization: "Bearer sandbox-personal-token-maya" },
      data: { owner: `${sandbox.url}/event_types/${eventType.id}`, owner_type: "EventType", max_event_count: 1 },
    });
    return ((await answer.json()) as { resource: { booking_url: string } }).resource.booking_url;
  };
  const see = async (address: string, heading: string) => {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
    await look(page, heading);
  };
  await see(`${sandbox.url}/nobody-at-all`, "This page does not exist");
  await see(`${sandbox.url}/maya-okafor/nothing`, "This event type does not exist");
  await see(addressOf(offer("Paused", { active: false })), "This event type is not open for booking");
  await see(`${sandbox.url}/d/abcd-123-xyz/x`, "This link does not exist");
  await see(`${sandbox.url}/cancellations/none`, "This booking does not exist");

  const single = await link(offer("Once"));
  await page.goto(`${single}?name=Ana&email=ana@x.example`);
  await chooseTime(page);
  await page.getByRole("button", { name: "Schedule event" }).click();
  await expect(page.getByRole("heading", { name: "You are scheduled" })).toBeVisible();
  await see(single, "This link has been used");

  await page.goto(addressOf(offer("Never", { range: { kind: "fixed", from: "2020-01-01", to: "2020-01-02" } })));
  await expect(page.getByText("There are no open times at the moment.")).toBeVisible();
  await look(page, "fully booked");
  await page.getByRole("button", { name: "View next month" }).click();
  await expect(page.getByText(/^No times in \w+$/)).toBeVisible();
  await look(page, "no times");

  const profile = sandbox.world.findProfile("ana-silva");
  const anas = offer("Broken calendar", { ownerId: profile?.id ?? "" });
  const calendar = sandbox.world.connectCalendar({ userId: profile?.id ?? "", kind: "outlook" });
  sandbox.world.changeCalendar(calendar?.id ?? "", { state: "broken" });
  await page.goto(`${sandbox.url}/ana-silva/${anas.slug}`);
  await expect(page.getByText("calendar cannot be read right now")).toBeVisible();
  await look(page, "calendar trouble");
  sandbox.world.changeCalendar(calendar?.id ?? "", { state: "connected" });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: / - Times available/ }).first()).toBeVisible();
});

function offer(name: string, more: Partial<Draft> = {}) {
  const ownerId = sandbox.world.findProfile("maya-okafor")?.id ?? "";
  const made = sandbox.world.createEventType({ ownerId, name, durationMinutes: 30, active: true, ...more });
  if (made === null) throw new Error("The host is missing.");
  return made;
}

function addressOf(eventType: { readonly slug: string }): string {
  return `${sandbox.url}/maya-okafor/${eventType.slug}`;
}

/** Takes the first time of an open day, and tells its start. */
async function chooseTime(page: Page): Promise<string> {
  await page
    .getByRole("button", { name: / - Times available/ })
    .first()
    .click();
  const time = page.locator("[data-start]").first();
  const start = (await time.getAttribute("data-start")) ?? "";
  await time.click();
  return start;
}

async function look(page: Page, name: string): Promise<void> {
  await expectSound(page, name, eachLook, async ({ width }) => {
    const folder = process.env["PAGE_PICTURES"];
    if (folder) await page.screenshot({ path: `${folder}/${name.replace(/\W+/g, "-")}-${width}.png` });
  });
}
