import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, day, eventTypeOf, firstOpening, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;
let eventType: string;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
  eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
});
afterEach(() => sandbox.close());

async function create(body: object, who: "maya" | "ada" | "tom" = "maya") {
  const response = await fetch(`${sandbox.url}/scheduling_links`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokenOf(who)}`, "content-type": "application/json" },
    body: JSON.stringify({ max_event_count: 1, owner: eventType, owner_type: "EventType", ...body }),
  });
  const answer = (await response.json()) as { resource?: { booking_url: string }; details?: { parameter?: string }[] };
  return {
    status: response.status,
    url: answer.resource?.booking_url ?? "",
    wrong: (answer.details ?? []).map((one) => one.parameter),
  };
}
const codeIn = (url: string) => url.split("/").at(-2) ?? "";
const book = (url: string, startTime: string) =>
  sandbox.world.book({
    eventTypeId: eventType.split("/").at(-1) ?? "",
    startTime,
    invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
    answers: [],
    guests: [],
    location: { kind: "outbound_call", location: "+1 312-555-0100" },
    tracking: null,
    method: "page",
    linkCode: codeIn(url),
  });

describe("a single-use link", () => {
  it("is made with the count as a number or as a text, a code of its own each time", async () => {
    const links = [await create({}), await create({ max_event_count: "1" })];
    expect(links.map(({ status }) => status)).toEqual([201, 201]);
    for (const { url } of links) expect(url).toMatch(/\/d\/[a-z0-9]{4}-[a-z0-9]{3}-[a-z0-9]{3}\/30-minute-check-in$/);
    expect(links[0]?.url).not.toBe(links[1]?.url);
  });

  it("is good for one booking", async () => {
    const { url } = await create({});
    const [first, second] = [
      await firstOpening(sandbox, maya, eventType),
      await firstOpening(sandbox, maya, eventType, 1),
    ];
    expect(book(url, first).kind).toBe("booked");
    expect(sandbox.world.findByLinkCode(codeIn(url)).kind).toBe("used");
    expect(book(url, second)).toMatchObject({ kind: "invalid" });
  });

  it("dies unused after 90 days", async () => {
    const { url } = await create({});
    sandbox.setClock(sandbox.now() + 90 * day - 1000);
    expect(sandbox.world.findByLinkCode(codeIn(url)).kind).toBe("open");
    sandbox.setClock(sandbox.now() + 1000);
    expect(sandbox.world.findByLinkCode(codeIn(url)).kind).toBe("expired");
    expect(book(url, await firstOpening(sandbox, maya, eventType))).toMatchObject({ kind: "invalid" });
  });

  it("can be made by the owner and by admins", async () => {
    expect((await create({}, "ada")).status).toBe(201);
    expect((await create({}, "tom")).status).toBe(403);
  });

  it.each([
    [{ max_event_count: 2 }, "max_event_count"],
    [{ max_event_count: 0 }, "max_event_count"],
    [{ max_event_count: undefined }, "max_event_count"],
    [{ owner: undefined }, "owner"],
    [{ owner: "https://calendly.com/maya/30" }, "owner"],
    [{ owner_type: "User" }, "owner_type"],
    [{ owner_type: undefined }, "owner_type"],
  ])("is refused for %j", async (body, parameter) => {
    expect(await create(body)).toMatchObject({ status: 400, wrong: [parameter] });
  });

  it("leads nowhere when its event type is missing", async () => {
    expect((await create({ owner: `${sandbox.url}/event_types/AAAAAAAAAAAAAAAA` })).status).toBe(404);
    expect(
      await codeOf(
        maya.request(endpoints.createSchedulingLink, {
          body: { max_event_count: 1, owner: eventType, owner_type: "EventType" },
        }),
      ),
    ).toBe("no error");
    expect(sandbox.world.findByLinkCode("none")).toEqual({ kind: "missing" });
  });
});
