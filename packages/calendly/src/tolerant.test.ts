import fc from "fast-check";
import { describe, expect, it } from "vitest";
import invitee from "./fixtures/invitee.json" with { type: "json" };
import scheduledEvent from "./fixtures/scheduled-event.json" with { type: "json" };
import user from "./fixtures/user.json" with { type: "json" };
import { createCalendlyClient, type DriftReport, endpointList, endpoints, readTolerantly } from "./index.ts";
import { startServer } from "./testing/http-server.ts";

const pagination = { count: 1, next_page: null, previous_page: null, next_page_token: null, previous_page_token: null };
const readEvents = (...collection: unknown[]) =>
  readTolerantly(endpoints.listScheduledEvents.response, { collection, pagination });
const readInvitee = (over: object) =>
  readTolerantly(endpoints.getEventInvitee.response, { resource: { ...invitee, ...over } });

describe("an answer that differs from the documentation", () => {
  it("is handed over as it came where a scalar is of another type", () => {
    const { value, drift, broken } = readEvents({ ...scheduledEvent, name: 7 });
    expect(broken).toBeNull();
    expect(value).toMatchObject({ collection: [{ name: 7 }] });
    expect(drift).toEqual([
      { kind: "mistyped", path: "collection[].name", expected: "string or null", found: "number" },
    ]);
  });

  it("says nothing of an unknown word, and keeps an unknown field", () => {
    const { value, drift } = readInvitee({ status: "waitlisted", mood: { today: "cheerful" } });
    expect(value).toMatchObject({ resource: { status: "waitlisted", mood: { today: "cheerful" } } });
    expect(drift).toEqual([{ kind: "added", path: "resource.mood", expected: "nothing", found: "object" }]);
  });

  it("has null for an absent field that may be null, and an empty list for a missing one", () => {
    const { no_show: _, questions_and_answers: __, ...rest } = invitee;
    const { value, drift, broken } = readTolerantly(endpoints.getEventInvitee.response, { resource: rest });
    expect(broken).toBeNull();
    expect(value).toMatchObject({ resource: { no_show: null, questions_and_answers: [] } });
    expect(drift).toEqual([
      { kind: "missing", path: "resource.questions_and_answers", expected: "array", found: "nothing" },
      { kind: "missing", path: "resource.no_show", expected: "object or null", found: "nothing" },
    ]);
  });

  it("has null for what is no object where it may be null", () => {
    const { value, drift, broken } = readEvents({ ...scheduledEvent, location: "Zoom" });
    expect(broken).toBeNull();
    expect(value).toMatchObject({ collection: [{ location: null }] });
    expect(drift).toMatchObject([{ kind: "mistyped", path: "collection[].location", found: "string" }]);
  });

  it("is told once however many records share it, without their values", () => {
    const odd = { ...scheduledEvent, name: 7, "jordan@realty.example": "Jordan" };
    const { drift } = readEvents(odd, odd, odd);
    expect(drift.map(({ path }) => path)).toEqual(["collection[].name", "collection[].(unnamed)"]);
    expect(JSON.stringify(drift)).not.toMatch(/jordan/i);
  });

  it("tells which kind of owner a relationship has, even where that owner drifted", () => {
    const owner = { type: "OrganizationInvitation", uri: "https://api.calendly.com/organizations/A/invitations/B" };
    const body = { resource: { uri: "u", role: "member", owner, organization: "o", group: "g" } };
    const { drift } = readTolerantly(endpoints.getGroupRelationship.response, body);
    expect(drift.map(({ path }) => path)).toContain("resource.owner.email");
  });

  it.each<[string, unknown, string]>([
    ["no JSON", undefined, "body"],
    ["a list", [], "body"],
    ["no collection", { pagination }, "collection"],
    ["no pagination: whether more follows is unknown", { collection: [] }, "pagination"],
    [
      "a page token of another type",
      { collection: [], pagination: { ...pagination, next_page_token: 2 } },
      "pagination.next_page_token",
    ],
    ["an item that is none", { collection: [null], pagination }, "collection[]"],
    ["an item without its URI", { collection: [{ ...scheduledEvent, uri: "" }], pagination }, "collection[].uri"],
    [
      "an item without its start",
      { collection: [{ ...scheduledEvent, start_time: "soon" }], pagination },
      "collection[].start_time",
    ],
    [
      "counters that every reader reaches into",
      { collection: [{ ...scheduledEvent, invitees_counter: 4 }], pagination },
      "collection[].invitees_counter",
    ],
  ])("is broken when nobody could act on it: %s", (_, body, path) => {
    expect(readTolerantly(endpoints.listScheduledEvents.response, body).broken).toMatchObject({ path });
  });

  it("never makes the reader throw, and drift never quotes it", () => {
    const marked = fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown);
    fc.assert(
      fc.property(fc.constantFrom(...endpointList), marked, fc.boolean(), (endpoint, json, wrapped) => {
        const body = wrapped ? { resource: json, collection: [json], pagination } : json;
        const { drift } = readTolerantly(endpoint.response, body);
        for (const { path } of drift) expect(path).toMatch(/^[\w.[\]()]+$/);
      }),
    );
  });

  it("reads what the schemas accept exactly as they do", () => {
    const fields = fc.subarray(Object.keys(invitee).filter((name) => name !== "uri"));
    fc.assert(
      fc.property(fields, (names) => {
        const nulled = Object.fromEntries(names.map((name) => [name, null]));
        const body = { resource: { ...invitee, ...nulled } };
        const strict = endpoints.getEventInvitee.response.safeParse(body);
        fc.pre(strict.success);
        expect(readTolerantly(endpoints.getEventInvitee.response, body)).toEqual({
          value: strict.data,
          drift: [],
          broken: null,
        });
      }),
    );
  });

  it("cannot reach the prototype of what is handed over", () => {
    const body: unknown = JSON.parse(`{"resource":${JSON.stringify(user).slice(0, -1)},"__proto__":{"admin":true}}}`);
    const { value } = readTolerantly(endpoints.getUser.response, body);
    expect(Reflect.get(Reflect.get(Object(value), "resource") as object, "admin")).toBeUndefined();
    expect(JSON.stringify(value)).toContain("__proto__");
  });
});

describe("onDrift", () => {
  async function driftOf(times: number, ...bodies: unknown[]) {
    await using server = await startServer(...bodies.map((resource) => ({ body: { resource } })));
    const reports: DriftReport[] = [];
    const client = createCalendlyClient({
      accessToken: "token",
      apiUrl: server.url,
      onDrift: (report) => {
        reports.push(report);
        throw new Error("The metrics are down");
      },
    });
    for (let call = 0; call < times; call += 1) await client.request(endpoints.getCurrentUser).catch(() => undefined);
    return reports;
  }

  it("is told of an added field once, of a mistyped one every time, and cannot fail a call", async () => {
    const reports = await driftOf(2, { ...user, mood: "cheerful", name: null });
    expect(reports).toEqual([
      { endpoint: "getCurrentUser", kind: "mistyped", path: "resource.name", expected: "string", found: "null" },
      { endpoint: "getCurrentUser", kind: "added", path: "resource.mood", expected: "nothing", found: "string" },
      { endpoint: "getCurrentUser", kind: "mistyped", path: "resource.name", expected: "string", found: "null" },
    ]);
  });

  it("is told of what broke an answer too", async () => {
    expect(await driftOf(1, { ...user, uri: 7 })).toMatchObject([{ path: "resource.uri", found: "number" }]);
  });
});
