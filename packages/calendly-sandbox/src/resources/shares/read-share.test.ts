import { type CalendlyClient, endpoints, type Share } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, eventTypeOf, type FirstName, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let eventType: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
  eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
});
afterEach(() => sandbox.close());

async function send(method: string, path: string, body: unknown, who: FirstName = "maya") {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${tokenOf(who)}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { details?: { parameter?: string }[]; resource: Share };
  return {
    status: response.status,
    resource: answer.resource,
    wrong: (answer.details ?? []).map((one) => one.parameter),
  };
}

describe("a share is refused", () => {
  const create = (body: object) => send("POST", "/shares", { event_type: eventType, ...body });

  it.each([
    [{ event_type: undefined }, "event_type"],
    [{ event_type: "30-minute-check-in" }, "event_type"],
    [{ name: "x".repeat(56) }, "name"],
    [{ duration: 0 }, "duration"],
    [{ duration: 721 }, "duration"],
    [{ duration: 45, duration_options: [15, 30] }, "duration"],
    [{ duration_options: [15, 20, 30, 45, 60] }, "duration_options"],
    [{ duration_options: [30, 30] }, "duration_options"],
    [{ duration_options: [30, 0] }, "duration_options"],
    [{ duration_options: "often" }, "duration_options"],
    [{ period_type: "sometimes" }, "period_type"],
    [{ period_type: "fixed", start_date: "2026-12-01" }, "end_date"],
    [{ period_type: "fixed", start_date: "2026-12-02", end_date: "2026-12-01" }, "end_date"],
    [{ period_type: "fixed", start_date: "2026-02-30", end_date: "2026-12-01" }, "start_date"],
    [{ max_booking_time: -1 }, "max_booking_time"],
    [{ hide_location: "perhaps" }, "hide_location"],
    [{ location_configurations: [{ kind: "moon" }] }, "location_configurations[0].kind"],
    [
      { location_configurations: [{ kind: "custom", location: "x".repeat(256) }] },
      "location_configurations[0].location",
    ],
    [{ availability_rule: { rules: [] } }, "availability_rule.timezone"],
    [{ availability_rule: { timezone: "UTC" } }, "availability_rule.rules"],
    [{ availability_rule: { timezone: "Mars", rules: [] } }, "availability_rule.timezone"],
  ])("for %j", async (body, parameter) => {
    const { status, wrong } = await create(body);
    expect({ status, wrong }).toEqual({ status: 400, wrong: [parameter] });
  });

  it("for an event type that is not one-on-one, is missing, or is somebody else's", async () => {
    const workshop = (await eventTypeOf(maya, "group-workshop")).uri;
    expect(await send("POST", "/shares", { event_type: workshop })).toMatchObject({
      status: 400,
      wrong: ["event_type"],
    });
    expect((await create({ event_type: `${sandbox.url}/event_types/AAAAAAAAAAAAAAAA` })).status).toBe(404);
    expect((await send("POST", "/shares", { event_type: workshop }, "tom")).status).toBe(403);
  });
});

describe("the contact of a share", () => {
  it("is one of the caller's own, and can be taken off it", async () => {
    const { collection } = await maya.request(endpoints.listContacts, { query: { count: 1 } });
    const contact = collection[0]?.uri ?? "";
    const made = await send("POST", "/shares", { event_type: eventType, contact });
    expect(made.resource.contact).toBe(contact);
    const path = `/shares/${made.resource.uri?.split("/").at(-1)}`;
    expect((await send("PATCH", path, { name: "Still" })).resource.contact).toBe(contact);
    expect((await send("PATCH", path, { contact: null })).resource.contact).toBeNull();
    const stranger = { contact: `${sandbox.url}/contacts/AAAAAAAAAAAAAAAA` };
    expect(await send("PATCH", path, stranger)).toMatchObject({ status: 400, wrong: ["contact"] });
  });
});
