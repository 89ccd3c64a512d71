import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { callAs } from "../../testing/call.ts";
import { clientOf, codeOf, type FirstName, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let contacts: readonly string[];
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  sandbox.reset();
  const { collection } = await maya().request(endpoints.listContacts, { query: { sort: "created_at:asc" } });
  contacts = collection.map(({ uri }) => uri);
});
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const send = (method: string, path: string, body?: unknown, who: FirstName = "maya") =>
  callAs(sandbox, who, method, path, body);

describe("notes", () => {
  it("are written, trimmed, read back, and listed with the newest first", async () => {
    const [contact = "", other = ""] = contacts;
    const client = maya();
    const { resource: first } = await client.request(endpoints.createNote, {
      body: { contact, title: "  Before the visit ", body: " ", remind_at: "2026-11-24T14:00:00+01:00" },
    });
    expect(first).toEqual({
      uri: expect.stringMatching(/\/notes\/[0-9a-f-]{36}$/),
      contact,
      title: "Before the visit",
      body: null,
      remind_at: "2026-11-24T13:00:00Z",
      updated_at: expect.stringMatching(/\.\d{6}Z$/),
    });
    expect((await client.request(endpoints.getNote, { params: { uuid: first.uri } })).resource).toEqual(first);
    const { resource: second } = await client.request(endpoints.createNote, {
      body: { contact: other, body: "Prefers mornings." },
    });
    const both = await client.request(endpoints.listNotes, { query: { contact: [contact, other] } });
    expect(both.collection.slice(0, 2)).toEqual([second, first]);
    const page = await send("GET", `/notes?contact=${contact},${other}&count=1`);
    expect(page.body.collection).toEqual([second]);
    expect((await send("GET", page.body.pagination.next_page)).body.collection).toEqual([first]);
  });

  it("are made again when they are sent again", async () => {
    const body = { contact: contacts[3], title: "Twice" };
    await send("POST", "/notes", body);
    await send("POST", "/notes", body);
    expect((await send("GET", `/notes?contact=${contacts[3]}`)).body.pagination.count).toBe(2);
  });

  it("say nothing without a title or a body, and hold so much", async () => {
    const [contact] = contacts;
    const wrong: [unknown, string][] = [
      [{ title: "x" }, "contact"],
      [{ contact: "nobody", title: "x" }, "contact"],
      [{ contact }, "title"],
      [{ contact, title: " ", body: "\n" }, "title"],
      [{ contact, title: "x".repeat(256) }, "title"],
      [{ contact, body: "x".repeat(10_001) }, "body"],
      [{ contact, title: 7 }, "title"],
      ...[
        "soon",
        "2026-11-24",
        "2026-11-24T13:00Z",
        "2026-11-24T13:00:00",
        "1969-12-31T23:59:59Z",
        "2026-13-01T00:00:00Z",
      ].map((remind_at): [unknown, string] => [{ contact, title: "x", remind_at }, "remind_at"]),
    ];
    for (const [body, parameter] of wrong) {
      const answer = await send("POST", "/notes", body);
      expect(answer.status, JSON.stringify(body).slice(0, 200)).toBe(400);
      expect(answer.body.details[0].parameter).toBe(parameter);
    }
    expect((await send("POST", "/notes", { contact: `${sandbox.url}/contacts/none`, title: "x" })).status).toBe(404);
    expect((await send("POST", "/notes", { contact, title: "x" }, "tom")).status).toBe(403);
  });

  it("are read by their author alone, and go with their contact", async () => {
    const { body } = await send("POST", "/notes", { contact: contacts[4], title: "Mine" });
    const { uri } = body.resource;
    expect((await send("GET", uri, undefined, "tom")).status).toBe(404);
    expect((await send("GET", uri, undefined, "ada")).status).toBe(404);
    await send("DELETE", contacts[4] ?? "");
    expect(await codeOf(maya().request(endpoints.getNote, { params: { uuid: uri } }))).toBe("not_found");
  });

  it("are listed for one to ten contacts, and by nothing else", async () => {
    expect((await send("GET", "/notes")).body.details).toEqual([{ parameter: "contact", message: "is missing" }]);
    expect((await send("GET", `/notes?contact=${contacts.slice(0, 10).join(",")}`)).status).toBe(200);
    expect((await send("GET", `/notes?contact=${contacts.slice(0, 11).join(",")}`)).status).toBe(400);
    expect((await send("GET", `/notes?contact=${contacts[0]}&sort=updated_at:asc`)).body.details).toEqual([
      { parameter: "sort", message: "is not allowed" },
    ]);
    expect((await send("GET", "/notes?contact=nobody")).status).toBe(400);
    expect((await send("GET", `/notes?contact=${sandbox.url}/contacts/none`)).status).toBe(404);
    expect((await send("GET", `/notes?contact=${contacts[0]}`, undefined, "tom")).status).toBe(403);
  });

  it("with a reminder are refused and not kept where reminders are not available", async () => {
    sandbox.changeSettings({ noteReminders: "unavailable" });
    const contact = contacts[5];
    const answer = await send("POST", "/notes", { contact, title: "x", remind_at: "2026-11-24T13:00:00Z" });
    expect(answer.status).toBe(403);
    expect((await send("GET", `/notes?contact=${contact}`)).body.collection).toEqual([]);
    expect((await send("POST", "/notes", { contact, title: "x" })).status).toBe(201);
  });
});
