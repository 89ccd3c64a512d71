import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, day, meOf, startReceiver, startSandbox, tokenOf } from "../../testing/stage.ts";
import { subscribeMaya } from "../../testing/webhook-scene.ts";

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let ada: CalendlyClient;
let maya: CalendlyClient;
let eventType: string;
let starts: readonly string[];

const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox();
  sandbox.freeze();
  sandbox.changePlan({ plan: "enterprise", stage: "paid" });
  ada = clientOf(sandbox, tokenOf("ada"));
  maya = clientOf(sandbox, tokenOf("maya"));
  const made = sandbox.world.createEventType({
    ownerId: idOf((await meOf(maya)).uri),
    name: "Workshop",
    durationMinutes: 60,
    kind: "group",
    seats: 8,
  });
  eventType = `${sandbox.url}/event_types/${made?.id}`;
  const startTime = new Date(sandbox.now() + day).toISOString();
  const endTime = new Date(sandbox.now() + 8 * day).toISOString();
  starts = (await maya.availableTimes({ eventType, startTime, endTime })).map((one) => one.start_time);
  await subscribeMaya(sandbox, receiver.url);
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

async function join(name: string, guests: readonly string[]) {
  const { resource } = await maya.request(endpoints.createInvitee, {
    body: {
      event_type: eventType,
      start_time: starts[0] ?? "",
      invitee: { name, email: `${name.toLowerCase()}@realty.example`, timezone: "UTC" },
      event_guests: guests.map((guest) => `${guest}@guest.example`),
    },
  });
  return resource;
}

async function guestsOf(event: string): Promise<readonly string[]> {
  const { resource } = await maya.request(endpoints.getScheduledEvent, { params: { uuid: event } });
  for (const guest of resource.event_guests) {
    expect(Object.keys(guest)).toEqual(["created_at", "email", "updated_at"]);
  }
  return resource.event_guests.map(({ email }) => email.replace("@guest.example", ""));
}

/** Guests to whom something was written whose subject begins so. */
async function writtenTo(subject: string): Promise<readonly string[]> {
  const { current_organization: organization } = await meOf(ada);
  const { collection } = await ada.request(endpoints.listOutgoingCommunications, {
    query: { organization, count: 100 },
  });
  return collection
    .filter((one) => one.subject?.startsWith(subject) && one.to.endsWith("@guest.example"))
    .map(({ to }) => to.replace("@guest.example", ""))
    .toSorted();
}

/** The guests in the last webhook. */
async function guestsTold(): Promise<readonly string[]> {
  await sandbox.settle();
  const { payload } = JSON.parse(receiver.received.at(-1)?.text ?? "");
  return payload.scheduled_event.event_guests.map(({ email }: { email: string }) => email);
}

test("the guests of an invitee who leaves a group event leave too, and are told; the others stay", async () => {
  const priya = await join("Priya", ["ann", "ben"]);
  await join("Sam", ["cy"]);
  expect(await guestsOf(priya.event)).toEqual(["ann", "ben", "cy"]);
  expect(await writtenTo("Confirmed")).toEqual(["ann", "ben", "cy"]);

  sandbox.world.cancelByInvitee({ inviteeUuid: idOf(priya.uri), reason: null });
  expect(await guestsOf(priya.event)).toEqual(["cy"]);
  expect(await guestsTold()).toEqual(["cy@guest.example"]);
  expect(await writtenTo("Canceled")).toEqual(["ann", "ben"]);
  await join("Ines", ["dee"]);
  expect(await guestsOf(priya.event)).toEqual(["cy", "dee"]);
});

test("an invitee of a group event who moves takes their guests along, and nobody else's", async () => {
  const priya = await join("Priya", ["ann"]);
  await join("Sam", ["cy"]);
  const moved = sandbox.world.rescheduleByInvitee({ inviteeUuid: idOf(priya.uri), startTime: starts[3] ?? "" });
  if (moved.kind !== "rescheduled") throw new Error(moved.kind);
  expect(await guestsOf(priya.event)).toEqual(["cy"]);
  expect(await guestsOf(moved.event.id)).toEqual(["ann"]);
  expect(await writtenTo("Updated")).toEqual(["ann"]);
});

test("an event that is canceled as a whole keeps its guests, whoever canceled it", async () => {
  const priya = await join("Priya", ["ann"]);
  await join("Sam", ["cy"]);
  await maya.request(endpoints.cancelScheduledEvent, { params: { uuid: priya.event }, body: { reason: "Ill" } });
  expect(await guestsOf(priya.event)).toEqual(["ann", "cy"]);
  expect(await guestsTold()).toEqual(["ann@guest.example", "cy@guest.example"]);
  expect(await writtenTo("Canceled")).toEqual(["ann", "cy"]);

  const alone = await join("Ines", ["dee"]);
  sandbox.world.cancelByInvitee({ inviteeUuid: idOf(alone.uri), reason: null });
  expect(await guestsOf(alone.event)).toEqual(["dee"]);
});
