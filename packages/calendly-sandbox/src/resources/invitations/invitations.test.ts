import { endpoints, isCalendlyError } from "@punctual/calendly";
import { afterEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import type { Settings } from "../../settings.ts";
import { clientOf, codeOf, type FirstName, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(settings: Partial<Settings> = {}) {
  sandbox = await startSandbox({ settings: { callsPerMinute: null, ...settings } });
  const { current_organization: organization } = await meOf(as("ada"));
  return organization;
}

const as = (who: FirstName) => clientOf(sandbox, tokenOf(who));
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

async function invite(organization: string, email: string, who: FirstName = "ada") {
  const body = { email };
  return (await as(who).request(endpoints.createOrganizationInvitation, { params: { uuid: organization }, body }))
    .resource;
}

/** Title or code, and message, of a refused call. */
async function refusalOf(call: Promise<unknown>): Promise<readonly [number | null, string, string]> {
  try {
    await call;
  } catch (error) {
    if (isCalendlyError(error)) return [error.status, error.title, error.calendlyMessage];
    throw error;
  }
  return [0, "not refused", ""];
}

describe("an invitation", () => {
  it("is pending until it is answered, and then names who joined", async () => {
    const organization = await open();
    const made = await invite(organization, "Lena.Fox@northside.example");
    expect(made).toMatchObject({ email: "Lena.Fox@northside.example", status: "pending", organization });
    expect(made.last_sent_at).toBe(made.created_at);
    expect(made).not.toHaveProperty("user");
    const outcome = sandbox.world.acceptInvitation({ invitationId: idOf(made.uri), timeZone: "Europe/Berlin" });
    if (outcome.kind !== "accepted") throw new Error(outcome.kind);
    const params = { org_uuid: organization, uuid: made.uri };
    const { resource } = await as("ada").request(endpoints.getOrganizationInvitation, { params });
    expect(resource).toMatchObject({ status: "accepted" });
    const { resource: user } = await as("ada").request(endpoints.getUser, { params: { uuid: resource.user ?? "" } });
    expect(user).toMatchObject({ name: "Lena Fox", slug: "lena-fox", timezone: "Europe/Berlin" });
    const query = { organization, email: user.email };
    const { collection } = await as("ada").request(endpoints.listOrganizationMemberships, { query });
    expect(collection).toMatchObject([{ role: "user", user: { uri: user.uri } }]);
    const schedules = await as("ada").request(endpoints.listUserAvailabilitySchedules, { query: { user: user.uri } });
    expect(schedules.collection).toMatchObject([{ default: true, timezone: "Europe/Berlin" }]);
    expect(sandbox.world.acceptInvitation({ invitationId: idOf(made.uri) }).kind).toBe("not_pending");
    expect(await refusalOf(as("ada").request(endpoints.revokeOrganizationInvitation, { params }))).toEqual([
      400,
      "Invitation Already Accepted",
      "The invitation has already been accepted.",
    ]);
  });

  it("can be declined and made again, sent once more, and revoked", async () => {
    const organization = await open();
    const declined = await invite(organization, "lena@northside.example");
    expect(sandbox.world.declineInvitation(idOf(declined.uri))).toMatchObject({ invitation: { status: "declined" } });
    const made = await invite(organization, "lena@northside.example");
    sandbox.world.resendInvitation(idOf(made.uri));
    const params = { org_uuid: organization, uuid: made.uri };
    const { resource: sent } = await as("ada").request(endpoints.getOrganizationInvitation, { params });
    expect(Date.parse(sent.last_sent_at ?? "")).toBeGreaterThanOrEqual(Date.parse(made.created_at));
    expect((sent.last_sent_at ?? "") > (made.last_sent_at ?? "")).toBe(true);
    await as("ada").request(endpoints.revokeOrganizationInvitation, { params });
    expect(await codeOf(as("ada").request(endpoints.getOrganizationInvitation, { params }))).toBe("not_found");
    expect(await codeOf(as("ada").request(endpoints.revokeOrganizationInvitation, { params }))).toBe("not_found");
    expect(sandbox.world.acceptInvitation({ invitationId: idOf(made.uri) }).kind).toBe("not_found");
  });

  it("to a group makes a member of the group", async () => {
    const organization = await open();
    const groups = (await as("ada").request(endpoints.listGroups, { query: { organization } })).collection;
    const east = groups.find((group) => group.name === "East");
    const query = { organization, group: east?.uri ?? "" };
    const relationships = async () => (await as("ada").request(endpoints.listGroupRelationships, { query })).collection;
    const invited = (await relationships()).find(({ owner }) => owner.type === "OrganizationInvitation");
    expect(invited?.owner).toMatchObject({ email: "noor@northside.example", status: "pending" });
    sandbox.world.acceptInvitation({ invitationId: idOf(invited?.owner.uri ?? ""), name: "Noor Aziz" });
    const joined = (await relationships()).find((one) => one.uri === invited?.uri);
    expect(joined?.owner).toMatchObject({ type: "OrganizationMembership", user: { name: "Noor Aziz" } });
    const { resource } = await as("ada").request(endpoints.getGroup, { params: { uuid: east?.uri ?? "" } });
    expect(resource.member_count).toBe((east?.member_count ?? 0) + 1);
  });

  it("is listed by status, e-mail and time of creation, page by page", async () => {
    const organization = await open();
    const list = async (query: Record<string, string>) =>
      (await as("ada").request(endpoints.listOrganizationInvitations, { params: { uuid: organization }, query }))
        .collection;
    expect((await list({ status: "pending" })).map((one) => one.email)).toEqual([
      "felix@northside.example",
      "noor@northside.example",
    ]);
    expect((await list({ status: "pending", sort: "created_at:desc" })).map((one) => one.email)).toEqual([
      "noor@northside.example",
      "felix@northside.example",
    ]);
    expect((await list({ email: "GIL@northside.example" })).map((one) => one.status)).toEqual(["declined"]);
    expect((await list({ status: "accepted" })).every((one) => one.user !== undefined)).toBe(true);
    const all = (await list({})).map((one) => one.uri);
    const paged: string[] = [];
    const params = { uuid: organization };
    const pages = as("ada").paginate(endpoints.listOrganizationInvitations, { params, query: { count: 2 } });
    for await (const { items } of pages) paged.push(...items.map((one) => one.uri));
    expect(paged).toEqual(all);
  });
});

describe("an invitation that cannot be made", () => {
  it("says whether the address is missing, empty, malformed, a member's or invited already", async () => {
    const organization = await open();
    const to = (email: string) => refusalOf(invite(organization, email));
    const invalid = "The supplied parameters are invalid.";
    const post = async (body: object) => {
      const headers = { authorization: `Bearer ${tokenOf("ada")}`, "content-type": "application/json" };
      const url = `${sandbox.url}/organizations/${idOf(organization)}/invitations`;
      return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
    };
    expect(await post({})).toMatchObject({ details: [{ parameter: "email", message: "is missing" }] });
    expect(await post({ email: "" })).toEqual({
      title: "Invalid Argument",
      message: invalid,
      details: [{ parameter: "email", message: "must be filled" }],
    });
    expect(await post({ email: 7 })).toMatchObject({ details: [{ parameter: "email", message: "must be a string" }] });
    expect(await to("lena@")).toEqual([400, "Invalid Email", "lena@ is an invalid email format"]);
    expect(await to("Maya@Northside.example")).toEqual([
      400,
      "Already Organization Member",
      "Maya@Northside.example is already in the organization",
    ]);
    expect(await to("noor@northside.example")).toEqual([
      400,
      "Already Invited",
      "noor@northside.example has already been invited",
    ]);
  });

  it("names the seats, the trial, or the identity provider that stand against it", async () => {
    const organization = await open({ seats: 9, trialInvitations: 3 });
    const message = async (email: string) => (await refusalOf(invite(organization, email)))[2];
    // Seven members and two open invitations fill nine seats.
    expect(await message("one@northside.example")).toContain("number of seats purchased");
    sandbox.changePlan({ stage: "trial" });
    await invite(organization, "one@northside.example");
    expect(await message("two@northside.example")).toContain("trial account");
    sandbox.changePlan({ stage: "free" });
    expect(await message("two@northside.example")).toContain("number of seats purchased");
    sandbox.changePlan({ stage: "paid" });
    sandbox.changeSettings({ scim: true });
    expect(await message("two@northside.example")).toBe(
      "You cannot perform this action for an organization with SCIM enabled.",
    );
  });

  it("is nothing for members, nor for another organization's admin", async () => {
    const organization = await open();
    expect(await refusalOf(invite(organization, "lena@northside.example", "maya"))).toEqual([
      403,
      "Permission Denied",
      "You do not have permission",
    ]);
    const list = (who: FirstName) =>
      as(who).request(endpoints.listOrganizationInvitations, { params: { uuid: organization } });
    expect(await codeOf(list("maya"))).toBe("permission_denied");
    const made = await invite(organization, "lena@northside.example");
    const { uri } = await meOf(as("tom"));
    sandbox.world.removeMember(idOf(uri));
    // Tom owns an organization of his own now.
    const own = (await meOf(as("tom"))).current_organization;
    expect(await codeOf(list("tom"))).toBe("permission_denied");
    const read = (org_uuid: string) =>
      as("tom").request(endpoints.getOrganizationInvitation, { params: { org_uuid, uuid: made.uri } });
    expect(await refusalOf(read(own))).toEqual([403, "Permission Denied", "You do not have permission"]);
    expect(await codeOf(read(organization))).toBe("permission_denied");
    expect(await codeOf(read("00000000-0000-4000-8000-000000000000"))).toBe("not_found");
  });
});
