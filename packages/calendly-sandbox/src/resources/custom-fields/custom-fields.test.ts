import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { callAs } from "../../testing/call.ts";
import { clientOf, eventTypeOf, firstOpening, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const send = (method: string, path: string, body?: unknown) => callAs(sandbox, "maya", method, path, body);
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";
const fields = "/contacts/custom_field_definitions";

async function define(body: unknown): Promise<{ uuid: string; options?: { uuid: string; label: string }[] }> {
  const answer = await send("POST", fields, body);
  expect(answer.status).toBe(201);
  return { ...answer.body.resource, uuid: idOf(answer.body.resource.uri) };
}

/** A contact with these values, and how to set others. */
async function contactWith(custom_fields: unknown) {
  const emails = [{ email: "marisol@guest.example", is_primary: true }];
  const answer = await send("POST", "/contacts", { name: "Marisol", emails, custom_fields });
  const path = `/contacts/${idOf(answer.body.resource?.uri ?? "")}`;
  return { answer, set: (values: unknown) => send("PATCH", path, { custom_fields: values }) };
}

const customValueOf = (
  answer: { body: { resource: { custom_fields: { uri: string; value: unknown }[] } } },
  uuid: string,
) => answer.body.resource.custom_fields.find(({ uri }) => idOf(uri) === uuid)?.value;

describe("custom field definitions", () => {
  it("are made, read and listed without pages, for everybody of the organization", async () => {
    const { resource } = await maya().request(endpoints.createContactCustomFieldDefinition, {
      body: { label: "Insurance", field_type: "single_select", options: [{ label: "Blue Harbor" }, { label: "None" }] },
    });
    expect(resource.options).toEqual([
      { uuid: expect.any(String), label: "Blue Harbor", color: null, is_active: true },
      { uuid: expect.any(String), label: "None", color: null, is_active: true },
    ]);
    const tom = clientOf(sandbox, tokenOf("tom"));
    const read = await tom.request(endpoints.getContactCustomFieldDefinition, { params: { uuid: resource.uri } });
    expect(read.resource).toEqual(resource);
    const listed = await callAs(sandbox, "tom", "GET", fields);
    expect(listed.body).not.toHaveProperty("pagination");
    expect(listed.body.collection.at(-1)).toEqual(resource);
    expect(await define({ label: "Fee", field_type: "currency", currency: "eur" })).toMatchObject({ currency: "EUR" });
  });

  it("refuse a label that there is, whatever its case", async () => {
    await define({ label: "Insurance", field_type: "text" });
    expect(await send("POST", fields, { label: "INSURANCE", field_type: "number" })).toEqual({
      status: 409,
      body: {
        title: "Already Exists",
        message: "The resource already exists",
        details: [{ parameter: "label", message: "A custom field with this label already exists." }],
      },
    });
  });

  it("refuse what makes no field", async () => {
    const wrong: [unknown, string][] = [
      [{}, "label"],
      [{ label: " ", field_type: "text" }, "label"],
      [{ label: "x".repeat(256), field_type: "text" }, "label"],
      [{ label: "x", field_type: "invitee_question" }, "field_type"],
      [{ label: "x", field_type: "single_select" }, "options"],
      [{ label: "x", field_type: "single_select", options: [] }, "options"],
      [{ label: "x", field_type: "single_select", options: Array(11).fill({ label: "a" }) }, "options"],
      [{ label: "x", field_type: "single_select", options: [{ label: "a", color: "red" }] }, "options[0].color"],
      [{ label: "x", field_type: "text", options: [{ label: "a" }] }, "options"],
      [{ label: "x", field_type: "currency" }, "currency"],
      [{ label: "x", field_type: "currency", currency: "acorns" }, "currency"],
      [{ label: "x", field_type: "number", currency: "EUR" }, "currency"],
      [{ label: "x", field_type: "text", color: "red" }, "color"],
    ];
    for (const [body, parameter] of wrong) {
      const answer = await send("POST", fields, body);
      expect(answer.status, JSON.stringify(body)).toBe(400);
      expect(answer.body.details[0].parameter, JSON.stringify(body)).toBe(parameter);
    }
    expect((await send("GET", `${fields}/none`)).status).toBe(404);
  });
});

describe("custom field values", () => {
  it("are checked by the field's type, merge, and show as null or an empty list when unset", async () => {
    const [text, number, fee, tags, date] = [
      await define({ label: "Text", field_type: "text" }),
      await define({ label: "Number", field_type: "number" }),
      await define({ label: "Fee", field_type: "currency", currency: "USD" }),
      await define({ label: "Tags", field_type: "tags" }),
      await define({ label: "Date", field_type: "date" }),
    ];
    const { answer, set } = await contactWith([{ uuid: fee.uuid, value: 85_000 }]);
    expect(customValueOf(answer, fee.uuid)).toBe(85_000);
    expect([text, number, date].map(({ uuid }) => customValueOf(answer, uuid))).toEqual([null, null, null]);
    expect(customValueOf(answer, tags.uuid)).toEqual([]);

    const next = await set([
      { uuid: text.uuid, value: "Prefers mornings" },
      { uuid: number.uuid, value: -1.5 },
      { uuid: tags.uuid, value: ["buyer", "north", "buyer"] },
      { uuid: date.uuid, value: "2026-02-28" },
    ]);
    expect([text, number, fee, tags, date].map(({ uuid }) => customValueOf(next, uuid))).toEqual([
      "Prefers mornings",
      -1.5,
      85_000,
      ["buyer", "north"],
      "2026-02-28",
    ]);
    expect(customValueOf(await set([{ uuid: fee.uuid, value: null }]), fee.uuid)).toBeNull();

    const wrong: [string, unknown][] = [
      [text.uuid, 7],
      [number.uuid, "many"],
      [fee.uuid, { amount: 1 }],
      [tags.uuid, "buyer"],
      [tags.uuid, [1]],
      [date.uuid, "2026-02-30"],
      [date.uuid, "tomorrow"],
    ];
    for (const [uuid, value] of wrong) {
      expect(await set([{ uuid, value }]), JSON.stringify(value)).toMatchObject({
        status: 400,
        body: { details: [{ parameter: "custom_fields[0].value" }] },
      });
    }
    expect((await set([{ uuid: text.uuid }])).status).toBe(400);
    expect((await set([{ value: "x" }])).status).toBe(400);
    expect((await set("x")).status).toBe(400);
  });

  it("take an option by its uuid or its exact label, and no ambiguous one", async () => {
    const field = await define({
      label: "Plan",
      field_type: "single_select",
      options: [{ label: "Gold" }, { label: "Twin" }, { label: "Twin" }],
    });
    const twin = field.options?.[2]?.uuid ?? "";
    const { answer, set } = await contactWith([{ uuid: field.uuid, value: "Gold" }]);
    expect(customValueOf(answer, field.uuid)).toBe("Gold");
    expect(customValueOf(await set([{ uuid: field.uuid, value: twin }]), field.uuid)).toBe("Twin");
    for (const value of ["gold", "Twin", "Silver", 1]) {
      expect((await set([{ uuid: field.uuid, value }])).status, String(value)).toBe(400);
    }
  });

  it("of a field that is an invitee's question come from the booking, and from nowhere else", async () => {
    const client = maya();
    const { collection } = await client.request(endpoints.listContactCustomFieldDefinitions);
    const field = collection.find(({ field_type }) => field_type === "invitee_question");
    const uuid = idOf(field?.uri ?? "");
    const { set } = await contactWith([]);
    expect((await set([{ uuid, value: "x" }])).status).toBe(400);
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    expect(field?.source?.event_type_uri).toBe(uri);
    await client.request(endpoints.createInvitee, {
      body: {
        event_type: uri,
        start_time: await firstOpening(sandbox, client, uri),
        invitee: { name: "Marisol", email: "marisol@guest.example", timezone: "America/Chicago" },
        questions_and_answers: [{ question: "What would you like to work on?", answer: "My week", position: 0 }],
      },
    });
    const found = await send("GET", "/contacts?email=marisol@guest.example");
    expect(customValueOf({ body: { resource: found.body.collection[0] } }, uuid)).toBe("My week");
  });
});
