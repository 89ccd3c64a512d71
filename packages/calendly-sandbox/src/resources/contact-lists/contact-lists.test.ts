import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { callAs } from "../../testing/call.ts";
import { clientOf, day, type FirstName, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const send = (method: string, path: string, body?: unknown, who: FirstName = "maya") =>
  callAs(sandbox, who, method, path, body);
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

async function contactsOf(count: number) {
  const { collection } = await maya().request(endpoints.listContacts, { query: { count } });
  return collection.map(({ uri }) => uri);
}

async function viewOf() {
  const { collection } = await maya().request(endpoints.listContactLists, { query: { type: "dynamic_view" } });
  return collection[0]?.uri ?? "";
}

describe("Lists and Views", () => {
  it("are listed without pages: the count alone is set", async () => {
    const answer = await send("GET", "/contact_lists?count=1");
    expect(answer.body.collection).toHaveLength(2);
    expect(answer.body.pagination).toEqual({
      count: 2,
      next_page: null,
      next_page_token: null,
      previous_page: null,
      previous_page_token: null,
    });
    const [list, view] = answer.body.collection;
    expect(list).toMatchObject({ type: "static_list", contact_count: 7 });
    expect(view).toMatchObject({ type: "dynamic_view", contact_count: null });
    expect((await send("GET", "/contact_lists?type=static_list")).body.collection).toEqual([list]);
    expect((await send("GET", "/contact_lists?type=heap")).status).toBe(400);
  });

  it("are made with contacts, some of which may be nobody's, and renamed", async () => {
    const [one = "", two = ""] = await contactsOf(2);
    const made = await send("POST", "/contact_lists", {
      name: " Runners ",
      contacts: [one, two, one, `${sandbox.url}/contacts/nobody`],
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        resource: { name: "Runners", type: "static_list", contact_count: 2 },
        membership_result: {
          added: 2,
          unchanged: 0,
          invalid: 1,
          failed: 0,
          invalid_contacts: [`${sandbox.url}/contacts/nobody`],
        },
      },
    });
    const uuid = made.body.resource.uri;
    const renamed = await maya().request(endpoints.updateContactList, { params: { uuid }, body: { name: "Walkers" } });
    expect(renamed.resource).toEqual({ ...made.body.resource, name: "Walkers" });
    const read = await maya().request(endpoints.getContactList, { params: { uuid } });
    expect(read.resource).toEqual(renamed.resource);
    const found = await maya().request(endpoints.listContacts, { query: { contact_list: uuid } });
    expect(found.collection.map(({ uri }) => uri).sort()).toEqual([one, two].sort());
  });

  it("refuse a name that there is, whatever its case, accents and outer spaces", async () => {
    const made = await send("POST", "/contact_lists", { name: "Équipe" });
    expect((await send("POST", "/contact_lists", { name: "  EQUIPE " })).status).toBe(409);
    expect((await send("PATCH", `/contact_lists/${idOf(await viewOf())}`, { name: "équipe" })).status).toBe(409);
    expect((await send("PATCH", made.body.resource.uri, { name: "équipe" })).status).toBe(200);
    expect((await send("POST", "/contact_lists", { name: "Equipe" }, "tom")).status).toBe(201);
  });

  it("are 25 at most", async () => {
    for (let at = 2; at < 25; at += 1) {
      expect((await send("POST", "/contact_lists", { name: `List ${at}` })).status).toBe(201);
    }
    expect(await send("POST", "/contact_lists", { name: "One more" })).toMatchObject({
      status: 400,
      body: { title: "Invalid Argument" },
    });
  });

  it("refuse wrong requests, and are nobody else's", async () => {
    for (const body of [
      {},
      { name: "  " },
      { name: 7 },
      { name: "x", contacts: ["nobody"] },
      { name: "x", contacts: [7] },
    ]) {
      expect((await send("POST", "/contact_lists", body)).status, JSON.stringify(body)).toBe(400);
    }
    const view = idOf(await viewOf());
    expect((await send("PATCH", `/contact_lists/${view}`, {})).status).toBe(400);
    expect((await send("GET", "/contact_lists/nobody")).status).toBe(404);
    expect((await send("PATCH", "/contact_lists/nobody", { name: "x" })).status).toBe(404);
    expect((await send("GET", `/contact_lists/${view}`, undefined, "tom")).status).toBe(403);
    expect((await send("PATCH", `/contact_lists/${view}`, { name: "x" }, "tom")).status).toBe(403);
    expect(
      (await send("GET", `/contacts?contact_list=${sandbox.url}/contact_lists/${view}`, undefined, "tom")).status,
    ).toBe(403);
  });
});

describe("memberships", () => {
  it("are added and removed any number of times with the same effect, and change no contact", async () => {
    const contacts = await contactsOf(3);
    const before = await maya().request(endpoints.getContact, { params: { uuid: contacts[0] ?? "" } });
    const { body } = await send("POST", "/contact_lists", { name: "Runners" });
    expect(body).not.toHaveProperty("membership_result");
    const path = `${body.resource.uri}/memberships`;
    expect((await send("POST", path, { contacts })).body.resource).toMatchObject({
      added: 3,
      unchanged: 0,
      invalid: 0,
    });
    expect((await send("POST", path, { contacts })).body.resource).toMatchObject({ added: 0, unchanged: 3 });
    const removed = await send("POST", `${path}/removal`, { contacts: contacts.slice(0, 2) });
    expect(removed.body.resource).toMatchObject({ removed: 2, unchanged: 0, invalid: 0, failed: 0 });
    expect((await send("POST", `${path}/removal`, { contacts: contacts.slice(0, 2) })).body.resource).toMatchObject({
      removed: 0,
      unchanged: 2,
    });
    expect((await send("GET", body.resource.uri)).body.resource.contact_count).toBe(1);
    await send("DELETE", contacts[2] ?? "");
    expect((await send("GET", body.resource.uri)).body.resource.contact_count).toBe(0);
    expect(await maya().request(endpoints.getContact, { params: { uuid: contacts[0] ?? "" } })).toEqual(before);
  });

  it("are 500 at most in one request, and none in a View", async () => {
    const { body } = await send("POST", "/contact_lists", { name: "Runners" });
    for (const suffix of ["", "/removal"]) {
      const path = `${body.resource.uri}/memberships${suffix}`;
      const many = Array.from({ length: 501 }, (_, at) => `${sandbox.url}/contacts/${at}`);
      expect((await send("POST", path, { contacts: many })).status).toBe(400);
      expect((await send("POST", path, { contacts: many.slice(1) })).body.resource.invalid).toBe(500);
      for (const wrong of [{}, { contacts: [] }, { contacts: "none" }, { contacts: [null] }]) {
        expect((await send("POST", path, wrong)).status, JSON.stringify(wrong)).toBe(400);
      }
      const contacts = await contactsOf(1);
      expect((await send("POST", `${await viewOf()}/memberships${suffix}`, { contacts })).status).toBe(409);
      expect((await send("POST", path, { contacts }, "tom")).status).toBe(403);
      expect((await send("POST", `/contact_lists/nobody/memberships${suffix}`, { contacts })).status).toBe(404);
    }
  });

  it("of a View follow from its filter as time goes by", async () => {
    const view = await viewOf();
    const namesOf = async (more = "") =>
      (await send("GET", `/contacts?contact_list=${view}&email=new@guest.example${more}`)).body.collection.length;
    const emails = [{ email: "new@guest.example", is_primary: true }];
    await send("POST", "/contacts", { name: "Newest", emails, city: "Porto" });
    expect(await namesOf()).toBe(1);
    expect(await namesOf("&city=Porto")).toBe(1);
    expect(await namesOf("&city=Lyon")).toBe(0);
    await sandbox.advance(31 * day);
    expect(await namesOf()).toBe(0);
  });
});
