import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, type FirstName, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const as = (who: FirstName) => clientOf(sandbox, tokenOf(who));

async function teamsOf(caller: FirstName, member?: FirstName) {
  const query = member === undefined ? {} : { user: (await meOf(as(member))).uri };
  const { collection } = await as(caller).request(endpoints.listTeams, { query });
  return collection.map((team) => team.name);
}

describe("teams", () => {
  it("are the organization's, with a page each, and can be read one by one and page by page", async () => {
    const { current_organization: organization } = await meOf(as("maya"));
    const { collection } = await as("maya").request(endpoints.listTeams);
    expect(collection).toMatchObject([
      { name: "Listing Team", organization, scheduling_url: `${sandbox.url}/northside-listing-team` },
      { name: "Evening Team", organization },
    ]);
    const [team] = collection;
    const { resource } = await as("ana").request(endpoints.getTeam, { params: { uuid: team?.uri ?? "" } });
    expect(resource).toEqual(team);
    const first = await as("maya").request(endpoints.listTeams, { query: { count: 1 } });
    const page_token = first.pagination.next_page_token ?? "";
    const second = await as("maya").request(endpoints.listTeams, { query: { count: 1, page_token } });
    expect([...first.collection, ...second.collection]).toEqual(collection);
  });

  it("of one user are shown to that user and to admins", async () => {
    expect(await teamsOf("maya", "maya")).toEqual(["Listing Team"]);
    expect(await teamsOf("ada", "ravi")).toEqual(["Evening Team"]);
    expect(await teamsOf("ada", "ada")).toEqual([]);
    expect(await codeOf(teamsOf("maya", "tom"))).toBe("permission_denied");
  });

  it("can be founded, with an address that nobody has yet", async () => {
    const { uri, current_organization } = await meOf(as("maya"));
    const organizationId = current_organization.split("/").at(-1) ?? "";
    const found = (name: string, memberIds = [uri.split("/").at(-1) ?? ""]) =>
      sandbox.world.createTeam({ organizationId, name, memberIds });
    expect([found("Maya Okafor")?.slug, found("Maya Okafor")?.slug]).toEqual(["maya-okafor-1", "maya-okafor-2"]);
    expect(found("Nobody's team", ["nobody"])).toBeNull();
    expect(await teamsOf("maya", "maya")).toEqual(["Listing Team", "Maya Okafor", "Maya Okafor"]);
  });

  it("are none of a stranger's, and nothing is found by an id that no team has", async () => {
    const { collection } = await as("maya").request(endpoints.listTeams);
    const { uri: tom } = await meOf(as("tom"));
    sandbox.world.removeMember(tom.split("/").at(-1) ?? "");
    const read = (uuid: string) => as("tom").request(endpoints.getTeam, { params: { uuid } });
    expect(await codeOf(read(collection[0]?.uri ?? ""))).toBe("permission_denied");
    expect(await codeOf(read("nothing-has-this-id"))).toBe("not_found");
    expect(await codeOf(as("ada").request(endpoints.listTeams, { query: { user: tom } }))).toBe("permission_denied");
    expect(await codeOf(as("ada").request(endpoints.listTeams, { query: { user: "tom" } }))).toBe("invalid_argument");
  });
});
