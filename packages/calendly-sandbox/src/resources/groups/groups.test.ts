import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, type FirstName, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let organization: string;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(async () => {
  sandbox.reset();
  organization = (await meOf(as("ada"))).current_organization;
});
afterAll(() => sandbox.close());

const as = (who: FirstName) => clientOf(sandbox, tokenOf(who));

async function groupNamed(name: string) {
  const { collection } = await as("ada").request(endpoints.listGroups, { query: { organization } });
  const group = collection.find((one) => one.name === name);
  if (group === undefined) throw new Error(`No group ${name}`);
  return group;
}

async function relationships(who: FirstName, query: { group?: string; owner?: string; organization?: string }) {
  const { collection } = await as(who).request(endpoints.listGroupRelationships, { query });
  return collection.map(({ role, owner }) => [
    owner.type === "OrganizationMembership" ? owner.user.slug : owner.email,
    role,
  ]);
}

async function membershipUriOf(who: FirstName) {
  const { uri: user } = await meOf(as(who));
  const { collection } = await as(who).request(endpoints.listOrganizationMemberships, { query: { user } });
  return collection[0]?.uri ?? "";
}

describe("groups", () => {
  it("are listed for admins, and read by whoever is in them or administers them", async () => {
    const east = await groupNamed("East");
    expect(east).toMatchObject({ organization, member_count: 3 });
    const read = (who: FirstName) => as(who).request(endpoints.getGroup, { params: { uuid: east.uri } });
    expect((await read("ana")).resource).toEqual(east);
    expect(await codeOf(read("tom"))).toBe("permission_denied");
    const list = as("maya").request(endpoints.listGroups, { query: { organization } });
    expect(await codeOf(list)).toBe("permission_denied");
    const missing = as("ada").request(endpoints.getGroup, { params: { uuid: "nothing-has-this-id" } });
    expect(await codeOf(missing)).toBe("not_found");
    const elsewhere = organization.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
    expect(await codeOf(as("ada").request(endpoints.listGroups, { query: { organization: elsewhere } }))).toBe(
      "permission_denied",
    );
  });
});

describe("the arrangement of groups", () => {
  it("can be changed: one is a member of one group, may administer several, and is told of by a group's webhooks", async () => {
    const { uri: tom } = await meOf(as("tom"));
    const userId = tom.split("/").at(-1) ?? "";
    const made = sandbox.world.createGroup({ organizationId: organization.split("/").at(-1) ?? "", name: "North" });
    const north = await groupNamed("North");
    expect(north.member_count).toBe(0);
    const owner = { kind: "membership", userId } as const;
    const groupId = made?.id ?? "";
    const member = sandbox.world.putInGroup({ groupId, owner, role: "member" });
    sandbox.world.putInGroup({ groupId, owner, role: "admin" });
    expect(sandbox.world.putInGroup({ groupId, owner, role: "member" })).toEqual(member);
    expect(await relationships("tom", { group: north.uri })).toEqual([
      ["tom-reyes", "member"],
      ["tom-reyes", "admin"],
    ]);
    expect((await groupNamed("West")).member_count).toBe(1);
    await as("tom").request(endpoints.createWebhookSubscription, {
      body: {
        url: "http://127.0.0.1:9/nobody",
        events: ["event_type.created"],
        organization,
        scope: "group",
        group: north.uri,
      },
    });
    await as("tom").request(endpoints.createEventType, { body: { name: "Quick word", owner: tom } });
    await as("maya").request(endpoints.createEventType, {
      body: { name: "Quick word", owner: (await meOf(as("maya"))).uri },
    });
    expect(sandbox.listDeliveries()).toHaveLength(1);
    expect(sandbox.world.takeFromGroup(member?.id ?? "")).toBe(true);
    expect(sandbox.world.takeFromGroup(member?.id ?? "")).toBe(false);
    expect((await groupNamed("North")).member_count).toBe(0);
    expect(
      sandbox.world.putInGroup({ groupId, owner: { kind: "membership", userId: "nobody" }, role: "member" }),
    ).toBeNull();
    expect(sandbox.world.putInGroup({ groupId: "nothing", owner, role: "member" })).toBeNull();
  });
});

describe("group relationships", () => {
  it("tell members from admins, and members from those who are only invited", async () => {
    const { uri: group } = await groupNamed("East");
    expect(await relationships("ada", { group })).toEqual([
      ["maya-okafor", "admin"],
      ["maya-okafor", "member"],
      ["ana-silva", "member"],
      ["ruth-abara", "member"],
      ["noor@northside.example", "member"],
    ]);
    // Maya administers the group, and nothing else of the organization.
    expect(await relationships("maya", { group })).toHaveLength(5);
    expect(await codeOf(relationships("ana", { group }))).toBe("permission_denied");
    expect(await codeOf(relationships("maya", { organization }))).toBe("permission_denied");
  });

  it("can be filtered by their owner, a membership or an invitation", async () => {
    const owner = await membershipUriOf("maya");
    expect(await relationships("ada", { owner })).toEqual([
      ["maya-okafor", "admin"],
      ["maya-okafor", "member"],
    ]);
    expect(await relationships("maya", { owner })).toHaveLength(2);
    const query = { email: "noor@northside.example" };
    const invited = await as("ada").request(endpoints.listOrganizationInvitations, {
      params: { uuid: organization },
      query,
    });
    expect(await relationships("ada", { owner: invited.collection[0]?.uri ?? "" })).toEqual([[query.email, "member"]]);
    expect(await codeOf(relationships("ada", { owner: organization }))).toBe("invalid_argument");
    expect(await relationships("ada", { owner: owner.replace(/[^/]+$/, "nobody") })).toEqual([]);
  });

  it("can be read one by one by their owner and by admins", async () => {
    const owner = await membershipUriOf("tom");
    const { collection } = await as("ada").request(endpoints.listGroupRelationships, { query: { owner } });
    const [relationship] = collection;
    const read = (who: FirstName, uuid = relationship?.uri ?? "") =>
      as(who).request(endpoints.getGroupRelationship, { params: { uuid } });
    expect((await read("ada")).resource).toEqual(relationship);
    expect((await read("tom")).resource).toEqual(relationship);
    expect(await codeOf(read("maya"))).toBe("permission_denied");
    expect(await codeOf(read("ada", "nothing-has-this-id"))).toBe("not_found");
  });
});
