import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, meOf, startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const ada = () => clientOf(sandbox, tokenOf("ada"));

async function control(method: string, path: string, body?: object) {
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

async function openInvitation() {
  const { current_organization: uuid } = await meOf(ada());
  const query = { status: "pending" as const };
  const { collection } = await ada().request(endpoints.listOrganizationInvitations, { params: { uuid }, query });
  return collection[0]?.uri.split("/").at(-1) ?? "";
}

describe("over HTTP", () => {
  it("an invitation is accepted once, and by a name and in a zone of one's own", async () => {
    const id = await openInvitation();
    expect(await control("POST", `/invitations/${id}/accept`, { timeZone: "Nowhere" })).toMatchObject({ status: 400 });
    const accepted = await control("POST", `/invitations/${id}/accept`, { name: "Felix Ott", timeZone: "Europe/Bern" });
    expect(accepted.status).toBe(400);
    const joined = await control("POST", `/invitations/${id}/accept`, { name: "Felix Ott", timeZone: "Europe/Zurich" });
    expect(joined).toMatchObject({ status: 200, body: { user: { name: "Felix Ott", timeZone: "Europe/Zurich" } } });
    const { resource } = await ada().request(endpoints.getUser, { params: { uuid: joined.body.user.id } });
    expect(resource.slug).toBe("felix-ott");
    expect(await control("POST", `/invitations/${id}/decline`)).toEqual({
      status: 409,
      body: { error: "This invitation has been answered already." },
    });
    expect(await control("POST", "/invitations/nothing/resend")).toEqual({
      status: 404,
      body: { error: "There is no invitation of this id." },
    });
  });

  it("members are promoted and removed, named by e-mail, and the owner stays", async () => {
    expect((await control("PATCH", "/members/tom@northside.example", { role: "admin" })).body.user.role).toBe("admin");
    expect((await control("PATCH", "/members/tom@northside.example", { role: "owner" })).status).toBe(400);
    const removed = await control("DELETE", "/members/tom@northside.example");
    expect(removed).toMatchObject({ status: 200, body: { user: { role: "owner" } } });
    expect((await meOf(clientOf(sandbox, tokenOf("tom")))).current_organization).toContain(
      removed.body.user.organizationId,
    );
    expect((await control("DELETE", "/members/ada@northside.example")).status).toBe(409);
    expect((await control("DELETE", "/members/nobody@northside.example")).status).toBe(404);
    const { status, body } = await control("PATCH", "/users/maya@northside.example", { locale: "es" });
    expect([status, body.user.locale]).toEqual([200, "es"]);
    expect((await control("PATCH", "/users/maya@northside.example", {})).status).toBe(400);
  });

  it("teams and groups are founded and filled", async () => {
    const members = ["maya@northside.example", "ana@northside.example"];
    expect(await control("POST", "/teams", { name: "Openers", members })).toMatchObject({
      status: 201,
      body: { team: { slug: "openers" } },
    });
    expect((await control("POST", "/teams", { name: "Nobody", members: ["x@y.example"] })).status).toBe(404);
    const { group } = (await control("POST", "/groups", { name: "North" })).body;
    const put = (body: object) => control("POST", `/groups/${group.id}/relationships`, body);
    const made = await put({ user: members[0], role: "admin" });
    expect(made).toMatchObject({ status: 201, body: { relationship: { role: "admin" } } });
    expect((await put({ invitation: await openInvitation() })).status).toBe(201);
    expect((await put({})).status).toBe(400);
    expect((await put({ invitation: "nothing" })).status).toBe(409);
    expect((await control("DELETE", `/group-relationships/${made.body.relationship.id}`)).status).toBe(204);
    expect((await control("DELETE", `/group-relationships/${made.body.relationship.id}`)).status).toBe(404);
    expect((await control("POST", "/groups", { name: "South", organization: "nothing" })).status).toBe(404);
  });
});
