import { type CalendlyClient, endpoints, isCalendlyError } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, eventTypeOf, meOf, startReceiver, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let ada: CalendlyClient;
let maya: CalendlyClient;
let tom: CalendlyClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  ada = clientOf(sandbox, tokenOf("ada"));
  maya = clientOf(sandbox, tokenOf("maya"));
  tom = clientOf(sandbox, tokenOf("tom"));
});
afterEach(() => sandbox.close());

const create = async (client: CalendlyClient, owner: CalendlyClient, body: Record<string, unknown> = {}) => {
  const { uri } = await meOf(owner);
  const response = await client.request(endpoints.createEventType, { body: { owner: uri, name: "Intro", ...body } });
  return response.resource;
};
const update = (client: CalendlyClient, uuid: string, body: Record<string, unknown>) =>
  client.request(endpoints.updateEventType, { params: { uuid }, body });

/** What the sandbox says is wrong, as `parameter: message`. */
async function wrongWith(call: Promise<unknown>): Promise<readonly string[]> {
  try {
    await call;
  } catch (error) {
    if (isCalendlyError(error)) return error.details.map(({ parameter, message }) => `${parameter}: ${message}`);
    throw error;
  }
  return [];
}

/** What no typed client sends. */
async function post(path: string, body: unknown, method = "POST") {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${tokenOf("maya")}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

describe("a new event type", () => {
  it("is one-on-one, inactive, half an hour long, and stands last on its owner's page", async () => {
    const made = await create(maya, maya, { name: "First conversation (Zoë)" });
    expect(made).toMatchObject({
      active: false,
      kind: "solo",
      type: "StandardEventType",
      pooling_type: null,
      duration: 30,
      duration_options: null,
      start_time_increment: 30,
      before_buffer: 0,
      locations: null,
      slug: "first-conversation-zoe",
      scheduling_url: `${sandbox.url}/maya-okafor/first-conversation-zoe`,
      profile: { type: "User", name: "Maya Okafor" },
    });
    const { uri: user } = await meOf(maya);
    const { collection } = await maya.request(endpoints.listEventTypes, { query: { user, sort: "position:desc" } });
    expect(collection[0]).toEqual(made);
    expect(await fetch(made.scheduling_url).then((page) => page.text())).toContain("switched it off");
  });

  it("has the settings that it is given, offers its times, and ignores what the API does not set", async () => {
    const { uri: owner } = await meOf(maya);
    const { body } = await post("/event_types", {
      owner,
      name: "Intro",
      active: true,
      duration: 45,
      duration_options: [45, 15],
      description: "Hello & welcome\n\nSee you",
      color: "#0a7c66",
      locale: "pt",
      locations: [
        { kind: "physical", location: "12 Pier Street", additional_info: "Ring twice" },
        { kind: "zoom_conference" },
      ],
      start_time_increment: 15,
      before_buffer: 10,
      after_buffer: 180,
      slug: "mine",
      custom_questions: [{ name: "Why?" }],
      kind: "group",
    });
    const made = body.resource;
    expect(made).toMatchObject({
      duration: 45,
      duration_options: [45, 15],
      description_html: "<p>Hello &amp; welcome</p><p>See you</p>",
      color: "#0a7c66",
      locale: "pt",
      locations: [
        { kind: "physical", location: "12 Pier Street", additional_info: "Ring twice" },
        { kind: "zoom_conference" },
      ],
      start_time_increment: 15,
      before_buffer: 10,
      after_buffer: 180,
      slug: "intro",
      custom_questions: [],
      kind: "solo",
    });
    const startTime = new Date(sandbox.now() + 3_600_000).toISOString();
    const endTime = new Date(sandbox.now() + 3 * 86_400_000).toISOString();
    expect((await maya.availableTimes({ eventType: made.uri, startTime, endTime })).length).toBeGreaterThan(0);
  });

  it("gets a slug that no other on the page has, whatever the name", async () => {
    expect((await create(maya, maya)).slug).toBe("intro");
    expect((await create(maya, maya)).slug).toBe("intro-1");
    expect((await create(tom, tom)).slug).toBe("intro");
    expect((await create(maya, maya, { name: "面談" })).slug).toBe("event");
  });

  it("can be made by admins for members, and by nobody else", async () => {
    expect((await create(ada, tom)).profile?.name).toBe("Tom Reyes");
    expect(await codeOf(create(maya, tom))).toBe("permission_denied");
    const nobody = `${sandbox.url}/users/00000000-0000-4000-8000-000000000000`;
    expect((await post("/event_types", { owner: nobody, name: "x" })).body).toEqual({
      title: "Permission Denied",
      message: "This user is not in your organization",
    });
  });

  it("is refused with everything that is wrong with it", async () => {
    const { uri: owner } = await meOf(maya);
    const { status, body } = await post("/event_types", {
      owner,
      name: "  ",
      active: "perhaps",
      duration: 721,
      duration_options: [15, 15],
      locations: [{ kind: "telepathy" }, { kind: "inbound_call" }, "zoom"],
      color: "#0A7C66",
      locale: "xx",
      start_time_increment: 4,
      before_buffer: 7,
      after_buffer: "long",
    });
    expect(status).toBe(400);
    expect(body.details.map(({ parameter }: { parameter: string }) => parameter)).toEqual([
      "name",
      "active",
      "duration",
      "duration_options",
      "locations[0].kind",
      "locations[1].phone_number",
      "locations[2].kind",
      "color",
      "locale",
      "start_time_increment",
      "before_buffer",
      "after_buffer",
    ]);
    const { uri: user } = await meOf(maya);
    const { collection } = await maya.request(endpoints.listEventTypes, { query: { user } });
    expect(collection.map(({ name }) => name)).not.toContain("");
  });

  it("offers at most four durations, whole ones, its own among them", async () => {
    const wrong = (duration_options: unknown) =>
      meOf(maya).then(({ uri: owner }) => post("/event_types", { owner, name: "x", duration_options }));
    const message = async (options: unknown) => (await wrong(options)).body.details?.[0]?.message;
    expect(await message([15, 30, 45, 60, 90])).toBe("size cannot be greater than 4");
    expect(await message([15, 45])).toBe("must include duration");
    expect(await message([15.5, 30])).toBe("must be an integer");
    expect(await message("half an hour")).toBe("must be an integer");
    expect((await wrong([30])).body.resource.duration_options).toBeNull();
  });
});

describe("a change of an event type", () => {
  it("touches what it names, never the slug, and is seen at once", async () => {
    const made = await create(maya, maya, { description: "Old", duration_options: [15, 30] });
    const { body } = await post(
      new URL(made.uri).pathname,
      { name: "Deep dive", active: true, description: null, slug: "x" },
      "PATCH",
    );
    const { resource } = body;
    expect(resource).toMatchObject({
      name: "Deep dive",
      slug: "intro",
      active: true,
      description_plain: null,
      duration_options: [15, 30],
    });
    expect(resource.updated_at > made.updated_at).toBe(true);
    expect((await maya.request(endpoints.getEventType, { params: { uuid: made.uri } })).resource).toEqual(resource);
    expect(await fetch(`${sandbox.url}/maya-okafor`).then((page) => page.text())).toContain("Deep dive");
  });

  it("keeps the duration among its choices", async () => {
    const made = await create(maya, maya, { duration_options: [15, 30] });
    expect(await wrongWith(update(maya, made.uri, { duration: 45 }))).toEqual([
      "duration_options: must include duration",
    ]);
    const { resource } = await update(maya, made.uri, { duration: 45, duration_options: [45, 60] });
    expect(resource.duration_options).toEqual([45, 60]);
    const emptied = await post(new URL(made.uri).pathname, { duration: 20, duration_options: null }, "PATCH");
    expect(emptied.body.resource).toMatchObject({ duration: 20, duration_options: null });
  });

  it("is for the owner and admins, for one-on-one types, and for what is there", async () => {
    const made = await create(tom, tom);
    expect((await update(ada, made.uri, { name: "By Ada" })).resource.name).toBe("By Ada");
    expect(await codeOf(update(maya, made.uri, { name: "By Maya" }))).toBe("permission_denied");
    const workshop = await eventTypeOf(maya, "group-workshop");
    expect(await wrongWith(update(maya, workshop.uri, { name: "x" }))).toEqual([
      "event_type: must be a one-on-one event type",
    ]);
    expect(await wrongWith(update(tom, made.uri, { name: "" }))).toEqual(["name: is missing"]);
    expect(await codeOf(update(tom, "00000000-0000-4000-8000-000000000000", { name: "x" }))).toBe("not_found");
    sandbox.world.deleteEventType(made.uri.slice(made.uri.lastIndexOf("/") + 1));
    expect(await codeOf(update(tom, made.uri, { name: "x" }))).toBe("not_found");
    expect((await post(`/event_types/${"x".repeat(16)}`, {}, "DELETE")).status).toBe(404);
  });
});

describe("lists of event types", () => {
  it("find by schedule, by activity, and by being managed, with what is deleted left out", async () => {
    const { uri: user, current_organization: organization } = await meOf(tom);
    const names = async (query: Record<string, unknown>) =>
      (await tom.request(endpoints.listEventTypes, { query: { user, ...query } })).collection.map((one) => one.name);
    const all = await names({});
    const { collection: schedules } = await tom.request(endpoints.listUserAvailabilitySchedules, { query: { user } });
    expect(await names({ user_availability_schedule: schedules[0]?.uri })).toEqual(all);
    expect(
      await codeOf(
        tom.request(endpoints.listEventTypes, {
          query: { organization, user_availability_schedule: schedules[0]?.uri ?? "" },
        }),
      ),
    ).toBe("invalid_argument");
    const id = (uri: string) => uri.slice(uri.lastIndexOf("/") + 1);
    sandbox.world.createEventType({
      ownerId: id(user),
      name: "From a template",
      durationMinutes: 20,
      adminManaged: true,
    });
    expect(await names({ admin_managed: true })).toEqual(["From a template"]);
    expect(await names({ admin_managed: false })).toEqual(all);
    const managed = (await tom.request(endpoints.listEventTypes, { query: { user, admin_managed: true } }))
      .collection[0];
    expect(await codeOf(update(tom, managed?.uri ?? "", { name: "Mine now" }))).toBe("permission_denied");
    expect((await update(ada, managed?.uri ?? "", { name: "Still ours" })).resource.admin_managed).toBe(true);
    sandbox.world.deleteEventType(id(managed?.uri ?? ""));
    expect(await names({})).toEqual(all);
    const { resource } = await tom.request(endpoints.getEventType, { params: { uuid: managed?.uri ?? "" } });
    expect(resource).toMatchObject({ active: false, name: "Still ours" });
    expect(resource.deleted_at).not.toBeNull();
  });
});

describe("webhooks of event types", () => {
  it("tell of making, changing and deleting, without the fields that came later", async () => {
    const receiver = await startReceiver();
    const { uri: user, current_organization: organization } = await meOf(maya);
    await maya.request(endpoints.createWebhookSubscription, {
      body: {
        url: receiver.url,
        events: ["event_type.created", "event_type.updated", "event_type.deleted"],
        organization,
        user,
        scope: "user",
      },
    });
    const made = await create(maya, maya);
    await create(tom, tom);
    await update(maya, made.uri, {});
    await update(maya, made.uri, { name: "Changed" });
    sandbox.world.deleteEventType(made.uri.slice(made.uri.lastIndexOf("/") + 1));
    await sandbox.settle();
    // They are posted side by side: the log, not their arrival, has the order in which things happened.
    const told = sandbox.listDeliveries().map(({ body }) => JSON.parse(body));
    expect(receiver.received).toHaveLength(told.length);
    expect(told.map(({ event, payload }) => [event, payload.name, payload.uri])).toEqual([
      ["event_type.created", "Intro", made.uri],
      ["event_type.updated", "Changed", made.uri],
      ["event_type.deleted", "Changed", made.uri],
    ]);
    expect(told[2].payload.deleted_at).not.toBeNull();
    for (const later of ["before_buffer", "after_buffer", "start_time_increment", "description_html"]) {
      expect(told[0].payload).not.toHaveProperty(later);
    }
    await receiver.close();
  });
});
