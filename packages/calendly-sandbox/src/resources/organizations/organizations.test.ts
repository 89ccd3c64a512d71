import { endpoints, isCalendlyError } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import {
  clientOf,
  codeOf,
  eventTypeOf,
  type FirstName,
  firstOpening,
  hour,
  meOf,
  startReceiver,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const as = (who: FirstName) => clientOf(sandbox, tokenOf(who));
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";
const slugs = (list: readonly { readonly user: { readonly slug: string } }[]) => list.map((one) => one.user.slug);

async function membershipOf(who: FirstName) {
  const { uri: user } = await meOf(as(who));
  const { collection } = await as(who).request(endpoints.listOrganizationMemberships, { query: { user } });
  const [membership] = collection;
  if (membership === undefined) throw new Error(`${who} has no membership`);
  return membership;
}

async function remove(who: FirstName, by: FirstName = "ada") {
  const { uri } = await membershipOf(who);
  await as(by).request(endpoints.deleteOrganizationMembership, { params: { uuid: uri } });
}

/** The message with which a call is refused. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (isCalendlyError(error)) return error.calendlyMessage;
    throw error;
  }
  return "not refused";
}

describe("memberships", () => {
  it("can be filtered by user, e-mail in any case and role, and paged, by an admin", async () => {
    const { current_organization: organization } = await meOf(as("ada"));
    const list = async (query: Record<string, string | number>) =>
      (await as("ada").request(endpoints.listOrganizationMemberships, { query: { organization, ...query } }))
        .collection;
    const everybody = slugs(await list({ count: 100 }));
    expect(everybody.slice(0, 3)).toEqual(["ada-lindqvist", "maya-okafor", "tom-reyes"]);
    expect(slugs(await list({ email: "MAYA@northside.example" }))).toEqual(["maya-okafor"]);
    expect(slugs(await list({ user: (await meOf(as("tom"))).uri }))).toEqual(["tom-reyes"]);
    expect(slugs(await list({ role: "owner" }))).toEqual(["ada-lindqvist"]);
    expect(slugs(await list({ role: "admin" }))).toEqual(["ravi-menon"]);
    const paged: string[] = [];
    const query = { organization, count: 2 };
    for await (const { items } of as("ada").paginate(endpoints.listOrganizationMemberships, { query })) {
      paged.push(...slugs(items));
    }
    expect(paged).toEqual(everybody);
  });

  it("are shown to members as far as they are their own", async () => {
    const own = await membershipOf("maya");
    const list = (query: { user?: string; email?: string; organization?: string; role?: "user" }) =>
      as("maya").request(endpoints.listOrganizationMemberships, { query });
    expect((await list({ email: "maya@northside.example" })).collection).toEqual([own]);
    const got = await as("maya").request(endpoints.getOrganizationMembership, { params: { uuid: own.uri } });
    expect(got.resource).toEqual(own);
    const other = await membershipOf("tom");
    expect(await codeOf(list({ user: other.user.uri }))).toBe("permission_denied");
    expect(await codeOf(list({ email: other.user.email }))).toBe("permission_denied");
    expect(await codeOf(list({ organization: own.organization }))).toBe("permission_denied");
    expect(await codeOf(as("maya").request(endpoints.getOrganizationMembership, { params: { uuid: other.uri } }))).toBe(
      "permission_denied",
    );
    expect(await codeOf(list({}))).toBe("invalid_argument");
    expect(await codeOf(list({ role: "user" }))).toBe("invalid_argument");
  });
});

describe("a member who is removed", () => {
  it("goes on alone on the free plan, with the same token", async () => {
    const before = await meOf(as("tom"));
    const membership = await membershipOf("tom");
    await remove("tom");
    const after = await meOf(as("tom"));
    expect(after).toMatchObject({ uri: before.uri, slug: before.slug });
    expect(after.current_organization).not.toBe(before.current_organization);
    const own = await as("tom").request(endpoints.getOrganization, { params: { uuid: after.current_organization } });
    expect(own.resource).toMatchObject({ kind: "single", plan: "basic", stage: "free" });
    expect(await membershipOf("tom")).toMatchObject({ role: "owner", organization: after.current_organization });
    const gone = as("ada").request(endpoints.getOrganizationMembership, { params: { uuid: membership.uri } });
    expect(await codeOf(gone)).toBe("not_found");
    const foreign = as("tom").request(endpoints.getOrganization, { params: { uuid: before.current_organization } });
    expect(await codeOf(foreign)).toBe("permission_denied");
    expect(await codeOf(as("ada").request(endpoints.getUser, { params: { uuid: after.uri } }))).toBe(
      "permission_denied",
    );
  });

  it("leaves the sessions held until then to the organization, and no others", async () => {
    const { uri: user, current_organization: organization } = await meOf(as("tom"));
    const listOfTom = () => as("tom").request(endpoints.listScheduledEvents, { query: { user, count: 1 } });
    const [session] = (await listOfTom()).collection;
    await remove("tom");
    const seen = await as("ada").request(endpoints.getScheduledEvent, { params: { uuid: session?.uri ?? "" } });
    expect(seen.resource.uri).toBe(session?.uri);
    const at = session?.start_time ?? "";
    const query = { organization, min_start_time: at, max_start_time: new Date(Date.parse(at) + hour).toISOString() };
    const { collection } = await as("ada").request(endpoints.listScheduledEvents, { query });
    expect(collection.map((event) => event.uri)).toContain(session?.uri);
    // What he takes on by himself is nobody else's.
    const own = await eventTypeOf(as("tom"), "30-minute-check-in");
    await as("tom").request(endpoints.updateEventType, { params: { uuid: own.uri }, body: { active: true } });
    const { resource: booked } = await as("tom").request(endpoints.createInvitee, {
      body: {
        event_type: own.uri,
        start_time: await firstOpening(sandbox, as("tom"), own.uri),
        invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata" },
        location: { kind: "outbound_call", location: "+1 312-555-0142" },
      },
    });
    const foreign = as("ada").request(endpoints.getScheduledEvent, { params: { uuid: booked.event } });
    expect(await codeOf(foreign)).toBe("permission_denied");
    const ofPriya = {
      organization,
      invitee_email: "priya@realty.example",
      min_start_time: new Date(sandbox.now()).toISOString(),
    };
    const seenByAda = await as("ada").request(endpoints.listScheduledEvents, { query: { ...ofPriya, count: 100 } });
    expect(seenByAda.collection.map((event) => event.uri)).not.toContain(booked.event);
    expect((await listOfTom()).collection).toHaveLength(1);
  });

  it("can no longer be booked, and is out of teams, groups and the list of members", async () => {
    const { uri: user, current_organization: organization } = await meOf(as("tom"));
    const teams = async () => (await as("ada").request(endpoints.listTeams)).collection;
    expect((await as("ada").request(endpoints.listTeams, { query: { user } })).collection).toHaveLength(1);
    await remove("tom");
    const own = await as("tom").request(endpoints.listEventTypes, { query: { user, count: 100 } });
    expect(own.collection.length).toBeGreaterThan(0);
    expect(own.collection.filter((eventType) => eventType.active)).toEqual([]);
    const query = { organization, count: 100 };
    const { collection } = await as("ada").request(endpoints.listOrganizationMemberships, { query });
    expect(slugs(collection)).not.toContain("tom-reyes");
    expect(await teams()).toHaveLength(2);
    const relationships = await as("ada").request(endpoints.listGroupRelationships, { query: { organization } });
    const members = relationships.collection.flatMap(({ owner }) => ("user" in owner ? [owner.user] : []));
    expect(JSON.stringify(members)).not.toContain(user);
    expect((await as("tom").request(endpoints.listTeams)).collection).toEqual([]);
  });

  it("loses the webhooks that were for them alone; those made for the organization go on", async () => {
    const receiver = await startReceiver();
    try {
      const { uri: user, current_organization: organization } = await meOf(as("kit"));
      sandbox.world.changeRole(idOf(user), "admin");
      const subscribe = (scope: "user" | "organization", path: string) =>
        as("kit").request(endpoints.createWebhookSubscription, {
          body: {
            url: `${receiver.url}/${path}`,
            events: ["invitee.created"],
            organization,
            scope,
            ...(scope === "user" ? { user } : {}),
          },
        });
      const { resource: own } = await subscribe("user", "own");
      const { resource: shared } = await subscribe("organization", "shared");
      await remove("kit");
      const stateOf = async (uuid: string) =>
        (await as("ada").request(endpoints.getWebhookSubscription, { params: { uuid } })).resource.state;
      expect(await stateOf(own.uri)).toBe("disabled");
      expect(await stateOf(shared.uri)).toBe("active");
      const { uri } = await eventTypeOf(as("maya"), "60-minute-coaching");
      await as("maya").request(endpoints.createInvitee, {
        body: {
          event_type: uri,
          start_time: await firstOpening(sandbox, as("maya"), uri),
          invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata" },
          questions_and_answers: [{ question: "What would you like to work on?", answer: "Prices", position: 0 }],
        },
      });
      await sandbox.settle();
      expect(sandbox.listDeliveries().map((delivery) => delivery.subscriptionId)).toEqual([idOf(shared.uri)]);
    } finally {
      await receiver.close();
    }
  });

  it("leaves event types switched off or handed over, of which the organization is told and the leaver is not", async () => {
    const receiver = await startReceiver();
    try {
      const { uri: user, current_organization: organization } = await meOf(as("tom"));
      const [tom, maya] = [idOf(user), idOf((await meOf(as("maya"))).uri)];
      const pair = { organizationId: idOf(organization), name: "Pair", memberIds: [tom, maya] };
      const shared = sandbox.world.createEventType({
        ownerId: tom,
        teamId: sandbox.world.createTeam(pair)?.id ?? "",
        poolingType: "round_robin",
        hostIds: [tom, maya],
        name: "Either of us",
        durationMinutes: 30,
      });
      const { collection } = await as("tom").request(endpoints.listEventTypes, { query: { user, count: 100 } });
      const own = collection.filter(({ active, profile }) => active && profile?.type === "User");
      expect(own.length).toBeGreaterThan(0);
      const url = receiver.url;
      const body = { url, events: ["event_type.updated" as const], organization };
      await as("ada").request(endpoints.createWebhookSubscription, { body: { ...body, scope: "organization" } });
      await as("tom").request(endpoints.createWebhookSubscription, {
        body: { ...body, url: `${url}/tom`, scope: "user", user },
      });
      await remove("tom");
      const deliveries = sandbox.listDeliveries().map(({ body: text, subscriptionId }) => ({
        subscriptionId,
        payload: JSON.parse(text).payload,
      }));
      expect(new Set(deliveries.map(({ subscriptionId }) => subscriptionId)).size).toBe(1);
      const told = (uri: string) => deliveries.find(({ payload }) => payload.uri === uri)?.payload;
      for (const { uri } of own) expect(told(uri)).toMatchObject({ active: false, profile: { owner: user } });
      expect(told(`${sandbox.url}/event_types/${shared?.id}`)).toMatchObject({ active: true, name: "Either of us" });
      const uris = deliveries.map(({ payload }) => payload.uri);
      expect(new Set(uris).size).toBe(uris.length);
      for (const one of collection) {
        const isNews = one.active || one.profile?.type === "Team";
        expect([one.uri, uris.includes(one.uri)]).toEqual([one.uri, isNews]);
      }
    } finally {
      await receiver.close();
    }
  });

  it("may come back by an invitation, with the account they have", async () => {
    const before = await meOf(as("tom"));
    await remove("tom");
    const { uri: eventType } = await eventTypeOf(as("tom"), "30-minute-check-in");
    const params = { uuid: eventType };
    await as("tom").request(endpoints.updateEventType, { params, body: { active: true } });
    expect(await codeOf(as("ada").request(endpoints.getEventType, { params }))).toBe("permission_denied");
    const { resource: invitation } = await as("ada").request(endpoints.createOrganizationInvitation, {
      params: { uuid: before.current_organization },
      body: { email: before.email },
    });
    expect(sandbox.world.acceptInvitation({ invitationId: idOf(invitation.uri) })).toMatchObject({ kind: "accepted" });
    expect(await meOf(as("tom"))).toMatchObject({
      uri: before.uri,
      current_organization: before.current_organization,
    });
    expect((await membershipOf("tom")).role).toBe("user");
    expect((await as("ada").request(endpoints.getEventType, { params })).resource.active).toBe(true);
  });
});

describe("the sessions of a group", () => {
  it("are those of its members, for whoever administers it and names the organization", async () => {
    const { current_organization: organization } = await meOf(as("maya"));
    const { collection: groups } = await as("ada").request(endpoints.listGroups, { query: { organization } });
    const group = groups.find((one) => one.name === "East")?.uri ?? "";
    const list = (who: FirstName, more: object = {}) =>
      as(who).request(endpoints.listScheduledEvents, { query: { organization, group, count: 100, ...more } });
    const { collection } = await list("maya");
    const hosts = new Set(collection.flatMap((event) => event.event_memberships.map((one) => one.user_name)));
    expect([...hosts].toSorted()).toEqual(["Ana Silva", "Maya Okafor", "Ruth Abara"]);
    const { uri: ana } = await meOf(as("ana"));
    const ofAna = (await list("ada", { user: ana })).collection;
    expect(new Set(ofAna.flatMap((event) => event.event_memberships.map((one) => one.user)))).toEqual(new Set([ana]));
    expect(await codeOf(list("ana"))).toBe("permission_denied");
    const alone = as("maya").request(endpoints.listScheduledEvents, { query: { group } });
    expect(await refusalOf(alone)).toBe(
      "Please also specify organization when requesting events for a group within your organization.",
    );
    expect(await codeOf(list("ada", { group: group.replace(/[^/]+$/, "nobody") }))).toBe("permission_denied");
  });
});

describe("the removal of a member", () => {
  it("is refused in Calendly's words to members, of oneself, of the owner and of a foreigner", async () => {
    const [ada, maya, tom] = [await membershipOf("ada"), await membershipOf("maya"), await membershipOf("tom")];
    const removal = (by: FirstName, uuid: string) =>
      refusalOf(as(by).request(endpoints.deleteOrganizationMembership, { params: { uuid } }));
    expect(await removal("maya", tom.uri)).toBe("You do not have permission to perform this action");
    expect(await removal("ada", ada.uri)).toBe("You can not remove yourself from organization");
    sandbox.world.changeRole(idOf(maya.user.uri), "admin");
    expect(await removal("maya", ada.uri)).toBe("You can not change owner role");
    await remove("tom", "maya");
    const foreigner = await membershipOf("tom");
    expect(await removal("ada", foreigner.uri)).toBe("You cannot modify members from another organization");
    const missing = as("ada").request(endpoints.deleteOrganizationMembership, { params: { uuid: tom.uri } });
    expect(await codeOf(missing)).toBe("not_found");
  });
});
