import { endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, eventTypeOf, startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
});

afterEach(() => sandbox.close());

async function get(address: string, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(address, sandbox.url), { headers, redirect: "manual" });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test("a share has its own name and duration, hides its place until it is booked, and is then used up", async () => {
  const client = clientOf(sandbox, tokenOf("maya"));
  const eventType = await eventTypeOf(client, "60-minute-coaching");
  const { resource } = await client.request(endpoints.createShare, {
    body: {
      event_type: eventType.uri,
      name: "A talk for Zoë",
      duration: 45,
      hide_location: true,
      location_configurations: [{ kind: "custom", location: "The blue room", position: 0 }],
    },
  });
  const [link] = resource.scheduling_links;
  const address = new URL(link?.booking_url ?? "");
  const page = await get(address.pathname);
  expect(page.status).toBe(200);
  expect(page.text).toContain("A talk for Zoë");
  expect(page.text).toContain('<span id="duration-fact">45 min</span>');
  expect(page.text).not.toContain("The blue room");

  const code = address.pathname.split("/")[2] ?? "";
  const range = `timezone=UTC&range_start=2026-11-16&range_end=2026-12-15&share_uuid=${code}`;
  const uuid = eventType.uri.split("/").at(-1) ?? "";
  const days = JSON.parse((await get(`/api/booking/event_types/${uuid}/calendar/range?${range}`)).text).days as {
    spots: { start_time: string }[];
  }[];
  const start = days.flatMap(({ spots }) => spots)[0]?.start_time;
  const booked = await fetch(`${sandbox.url}/api/booking/invitees`, {
    method: "POST",
    body: JSON.stringify({
      event_type_uuid: uuid,
      event: { start_time: start, duration: 45 },
      invitee: { full_name: "Zoë", email: "zoe@x.example", timezone: "UTC" },
      event_fields: [{ position: 0, value: "Prices" }],
      scheduling_link_uuid: code,
    }),
  });
  expect(booked.status, await booked.clone().text()).toBe(201);
  const { confirmation_path } = (await booked.json()) as { confirmation_path: string };
  const confirmation = await get(confirmation_path);
  expect(confirmation.text).toContain("The blue room");
  expect(confirmation.text).toContain("A talk for Zoë");
  expect(await get(address.pathname)).toMatchObject({ status: 410 });
});

test("a team has a page like anybody's, and its event types lie below it", async () => {
  const maya = sandbox.world.findProfile("maya-okafor");
  const tom = sandbox.world.findProfile("tom-reyes");
  const [ownerId = "", other = ""] = [maya?.id, tom?.id];
  const organizationId = maya?.organizationId ?? "";
  const team = sandbox.world.createTeam({ organizationId, name: "Night shift", memberIds: [ownerId, other] });
  const made = sandbox.world.createEventType({
    ownerId,
    teamId: team?.id ?? "",
    hostIds: [ownerId, other],
    poolingType: "round_robin",
    name: "Late call",
    durationMinutes: 30,
    active: true,
  });
  const profile = await get("/night-shift");
  expect(profile.text).toContain("<h1>Night shift</h1>");
  expect(profile.text).toContain('href="/night-shift/late-call"');
  const page = await get("/night-shift/late-call");
  expect(page.text).toContain(made?.id);
  expect(page.text).toContain('href="/night-shift"');
  const listed = JSON.parse((await get("/api/booking/profiles/night-shift")).text) as object;
  expect(listed).toMatchObject({ type: "Team", name: "Night shift" });
});

test("a page runs no inline script or style, may be framed by anybody, and escapes what people call things", async () => {
  const ownerId = sandbox.world.findProfile("maya-okafor")?.id ?? "";
  const name = `"><img src=x onerror=alert(1)> & 'Co'`;
  const made = sandbox.world.createEventType({ ownerId, name, durationMinutes: 30, active: true, description: name });
  const page = await get(`/maya-okafor/${made?.slug}?name=${encodeURIComponent(name)}&background_color="><b>`);
  const policy = page.headers.get("content-security-policy");
  expect(policy).toContain("script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors *");
  expect(page.headers.has("x-frame-options")).toBe(false);
  expect(page.text).not.toMatch(/<img|<b>|<script(?![^>]* src=)|<style| style=| on\w+="/);
});

test("a page of nobody speaks to its reader, a page of an event type as its host chose", async () => {
  const german = { "accept-language": "de-DE,de;q=0.9" };
  expect((await get("/nobody", german)).text).toContain('<html lang="de"');
  const page = await get("/maya-okafor/60-minute-coaching", german);
  expect(page.text).toContain('<html lang="en"');
  expect(page.text).toContain("en-DE-u-hc-h23");
});

test("the page of a routing form speaks to its reader: what it asks, what is wrong, what is closed", async () => {
  const ukrainian = { "accept-language": "uk-UA,uk;q=0.9" };
  const page = await get("/routing/find-your-coach", ukrainian);
  expect(page.text).toContain('<html lang="uk"');
  expect(page.text).toContain("Поля, позначені *, обов’язкові.");
  expect(page.text).toContain(">Далі</button>");
  const refused = await fetch(`${sandbox.url}/routing/find-your-coach`, {
    method: "POST",
    headers: { ...ukrainian, "content-type": "application/x-www-form-urlencoded" },
    body: "",
  });
  const text = await refused.text();
  expect(refused.status).toBe(422);
  expect(text).toContain("Перевірте 4 відповіді.");
  expect(text).toContain("Виберіть один варіант.");
  expect((await get("/routing/closed", { "accept-language": "nl" })).text).toContain("Dit formulier is niet open");
  expect((await get("/routing/find-your-coach", { "accept-language": "ja" })).text).toContain('<html lang="en"');
});

test.each(["nl", "it", "uk"] as const)("an event type in %s has no English on its page", async (locale) => {
  const ownerId = sandbox.world.findProfile("maya-okafor")?.id ?? "";
  const made = sandbox.world.createEventType({ ownerId, name: "Gesprek", durationMinutes: 75, active: true, locale });
  const page = await get(`/maya-okafor/${made?.slug}`, { "accept-language": "en-US" });
  expect(page.text).toContain(`<html lang="${locale}"`);
  for (const text of ["Select a Day", "Time zone", "Enter Details", "Schedule event", "required.", "Not Calendly"]) {
    expect(page.text).not.toContain(text);
  }
  expect(page.text).toContain(locale === "uk" ? "1 год 15 хв" : "1 h 15 min");
});
