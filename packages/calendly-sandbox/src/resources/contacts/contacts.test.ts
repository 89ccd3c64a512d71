import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { callAs } from "../../testing/call.ts";
import { clientOf, codeOf, type FirstName, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const tom = () => clientOf(sandbox, tokenOf("tom"));

const marisol = {
  name: "Marisol Ortega",
  emails: [{ email: "marisol@guest.example", is_primary: true }],
  phone_numbers: [{ phone_number: "+1 646-555-0133" }],
  timezone: "America/New_York",
  city: "New York",
  company: "Ortega Homes",
};

const send = (method: string, path: string, body?: unknown, who: FirstName = "maya") =>
  callAs(sandbox, who, method, path, body);

const idOf = (uri: string) => uri.split("/").at(-1) ?? "";
const create = async (client: CalendlyClient, body: Parameters<typeof contactBody>[0] = {}) =>
  (await client.request(endpoints.createContact, { body: contactBody(body) })).resource;
const contactBody = (change: Partial<typeof marisol> & { name?: string } = {}) => ({ ...marisol, ...change });

describe("contacts", () => {
  it("are made, read, listed, changed and deleted", async () => {
    const client = maya();
    const contact = await create(client);
    expect(contact).toMatchObject({
      ...marisol,
      job_title: null,
      linkedin: null,
      first_email_date: null,
      next_meeting_date: null,
      last_interaction_date: null,
      app_url: `${sandbox.url}/app/contacts/${idOf(contact.uri)}`,
    });
    const { resource: read } = await client.request(endpoints.getContact, { params: { uuid: contact.uri } });
    expect(read).toEqual(contact);
    const { resource: changed } = await client.request(endpoints.updateContact, {
      params: { uuid: contact.uri },
      body: { job_title: "Broker" },
    });
    expect(changed).toMatchObject({ name: marisol.name, job_title: "Broker", created_at: contact.created_at });
    expect(changed.updated_at > contact.updated_at).toBe(true);
    const { collection } = await client.request(endpoints.listContacts, { query: { email: "MARISOL@guest.example" } });
    expect(collection).toEqual([changed]);
    await client.request(endpoints.deleteContact, { params: { uuid: contact.uri } });
    expect(await codeOf(client.request(endpoints.getContact, { params: { uuid: contact.uri } }))).toBe("not_found");
    expect(await codeOf(client.request(endpoints.deleteContact, { params: { uuid: contact.uri } }))).toBe("not_found");
  });

  it("are filtered by several words at once, sorted and paged", async () => {
    const client = maya();
    for (const [at, city] of ["Porto", "Lyon", "Porto"].entries()) {
      const emails = [
        { email: `one${at}@cities.example`, is_primary: false },
        { email: `two${at}@cities.example`, is_primary: true },
      ];
      await create(client, {
        name: `Person ${at}`,
        emails,
        city,
        phone_numbers: [{ phone_number: `+35122000000${at}` }],
      });
    }
    const namesOf = async (query: Record<string, string | number>) =>
      (await client.request(endpoints.listContacts, { query })).collection.map(({ name }) => name);
    expect(await namesOf({ city: "porto" })).toEqual(["Person 0", "Person 2"]);
    expect(await namesOf({ city: "Porto,Lyon", sort: "created_at:desc" })).toEqual([
      "Person 2",
      "Person 1",
      "Person 0",
    ]);
    expect(await namesOf({ city: "Porto", name: "person 2,person 1" })).toEqual(["Person 2"]);
    expect(await namesOf({ email: "one1@cities.example,two2@cities.example" })).toEqual(["Person 1", "Person 2"]);
    expect(await namesOf({ phone_number: "+351 220 000 001" })).toEqual(["Person 1"]);
    const first = await client.request(endpoints.listContacts, { query: { city: "Porto,Lyon", count: 2 } });
    expect(first.collection).toHaveLength(2);
    const next = await send("GET", (first.pagination.next_page ?? "").replace(sandbox.url, ""));
    expect(next.body.collection.map(({ name }: { name: string }) => name)).toEqual(["Person 2"]);
    expect(next.body.pagination.next_page).toBeNull();
  });

  it("say everything that is wrong with a new one, and make none", async () => {
    const before = (await send("GET", "/contacts?count=100")).body.pagination.count;
    const details = async (body: unknown) => {
      const answer = await send("POST", "/contacts", body);
      expect(answer.status).toBe(400);
      return answer.body.details.map(({ parameter, message }: Record<string, string>) => `${parameter}: ${message}`);
    };
    expect(await details({})).toEqual(
      ["name: must be filled", "emails: is missing"].map((text) => text.replace("must be filled", "is missing")),
    );
    expect(await details({ ...marisol, emails: [] })).toEqual(["emails: must have exactly one primary email"]);
    expect(
      await details({
        ...marisol,
        emails: [
          { email: "a@b.example", is_primary: true },
          { email: "A@b.example", is_primary: true },
        ],
      }),
    ).toEqual(["emails: must have exactly one primary email", "emails: must be unique"]);
    const many = Array.from({ length: 11 }, (_, at) => ({ email: `a${at}@b.example`, is_primary: at === 0 }));
    expect(await details({ ...marisol, emails: many })).toEqual(["emails: size cannot be greater than 10"]);
    const phones = Array.from({ length: 11 }, (_, at) => ({ phone_number: `+4940000000${at}` }));
    expect(await details({ ...marisol, phone_numbers: phones })).toEqual([
      "phone_numbers: size cannot be greater than 10",
    ]);
    expect(
      await details({
        name: 7,
        emails: [{ email: "nobody", is_primary: "perhaps" }, "text"],
        phone_numbers: [{ phone_number: "call me" }],
        timezone: "Mars/Base",
        linkedin: "not an address",
        custom_fields: [{ uuid: "none", value: 1 }],
      }),
    ).toEqual([
      "name: must be a string",
      "emails[0].email: Email format is invalid",
      "emails[0].is_primary: must be boolean",
      "emails[1].email: is missing",
      "emails[1].is_primary: is missing",
      "phone_numbers[0].phone_number: Phone number format is invalid",
      "timezone: is not a valid time zone",
      "linkedin: is not a valid URI",
      "custom_fields[0].uuid: does not exist",
    ]);
    expect((await send("GET", "/contacts?count=100")).body.pagination.count).toBe(before);
  });

  it("hold an address once for each user, and it may be in two users' books", async () => {
    await create(maya());
    const again = await send("POST", "/contacts", marisol);
    expect(again).toMatchObject({ status: 409, body: { title: "Already Exists", details: [{ parameter: "emails" }] } });
    const other = await create(maya(), { emails: [{ email: "other@guest.example", is_primary: true }] });
    const taken = await send("PATCH", `/contacts/${idOf(other.uri)}`, { emails: marisol.emails });
    expect(taken.status).toBe(409);
    expect((await create(tom())).name).toBe(marisol.name);
  });

  it("take a change of known fields only, and at least one", async () => {
    const { uri } = await create(maya());
    const patch = (body: unknown) => send("PATCH", `/contacts/${idOf(uri)}`, body);
    expect(await patch({})).toMatchObject({ status: 400 });
    expect(await patch({ nickname: "Mari", city: "Porto" })).toMatchObject({
      status: 400,
      body: { details: [{ parameter: "nickname", message: "is not allowed" }] },
    });
    expect(await patch({ name: "" })).toMatchObject({ status: 400, body: { details: [{ parameter: "name" }] } });
    expect(await patch({ emails: [] })).toMatchObject({ status: 400 });
    expect(await patch({ city: null, phone_numbers: [] })).toMatchObject({
      status: 200,
      body: { resource: { city: null, phone_numbers: [], company: "Ortega Homes" } },
    });
  });

  it("are nobody else's, and wrong questions about them are refused", async () => {
    const { uri } = await create(maya());
    const path = `/contacts/${idOf(uri)}`;
    for (const method of ["GET", "PATCH", "DELETE"]) {
      expect((await send(method, path, method === "PATCH" ? { city: "x" } : undefined, "tom")).status).toBe(403);
      expect((await send(method, "/contacts/nobody", method === "PATCH" ? { city: "x" } : undefined)).status).toBe(404);
    }
    expect((await send("GET", "/contacts?email=marisol@guest.example", undefined, "tom")).body.collection).toEqual([]);
    for (const query of ["count=0", "count=101", "sort=name:asc", "exclude=emails", "contact_list=x", "page_token=x"]) {
      expect((await send("GET", `/contacts?${query}`)).status, query).toBe(400);
    }
    expect((await send("GET", `/contacts?contact_list=${sandbox.url}/contact_lists/none`)).status).toBe(404);
  });
});
