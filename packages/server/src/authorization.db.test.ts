import { uuidOf } from "@punctual/calendly";
import { mailboxMessageSummarySchema, pageOf, type RouteDefinition, type RouteId, routes } from "@punctual/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestProgramme, type SignedIn, signIn, type TestProgramme } from "./testing/index.ts";

/** Who calls: `owner` has what the route is about, `other` has the same role and nothing to do with it. */
const callers = ["anonymous", "coachOwner", "coachOther", "realtorOwner", "realtorOther", "admin"] as const;
type Caller = (typeof callers)[number];
type Statuses = readonly [
  anonymous: number,
  coachOwner: number,
  coachOther: number,
  realtorOwner: number,
  realtorOther: number,
  admin: number,
];

interface Row {
  readonly statuses: Statuses;
  /** Where the call goes, made anew for each caller: what a call uses up is there for the next one. */
  readonly path?: () => string | Promise<string>;
  readonly body?: unknown;
}

const everyone: Statuses = [200, 200, 200, 200, 200, 200];
const signedIn: Statuses = [401, 200, 200, 200, 200, 200];
const admins = (status: number): Statuses => [401, 403, 403, 403, 403, status];
const anyCoach: Statuses = [401, 200, 200, 403, 403, 403];
const parties: Statuses = [401, 200, 404, 200, 404, 200];
/** A thing of one coach: for every other person it does not exist. */
const ownersAlone = (status: number): Statuses => [401, status, 404, 404, 404, 404];

const adminsAlone: Statuses = [401, 403, 403, 403, 403, 200];
/** One thing that only admins may see: for everyone else it does not exist. */
const hiddenFromOthers: Statuses = [401, 404, 404, 404, 404, 200];

/** The same, for what succeeds with another status. */
const onlyForAdmins = (status: number): Statuses => [401, 404, 404, 404, 404, status];
const aKey = { name: "Reports", scopes: ["sessions:read"], expiresInDays: 30 };
/** A name that leads nowhere, by RFC 2606. */
const anEndpoint = { url: "https://hooks.invalid/", kinds: ["session.booked"] };

let programme: TestProgramme;
let people: Record<Exclude<Caller, "anonymous">, SignedIn>;
let eventTypeId: string;
let sessionId: string;
let report: { eventTypeId: string; eventUri: string; inviteeUri: string };
let bookingId: string;
let messageId: string;
let deliveryId: string;

/** Every route of the contract. The compiler asks for a row for a new one, and so does the first test. */
const rows: Record<RouteId, Row> = {
  getAppConfig: { statuses: everyone },
  getMe: { statuses: signedIn },
  updateMe: { statuses: signedIn, body: {} },
  getOverview: { statuses: [401, 403, 403, 403, 403, 200] },
  getConnection: { statuses: anyCoach },
  startConnection: { statuses: anyCoach },
  // A browser is sent here: whoever may not, is sent on to the page that says so.
  finishConsent: { statuses: [302, 302, 302, 302, 302, 302] },
  getPendingConnection: { statuses: ownersAlone(200), path: () => attemptPath("") },
  confirmConnection: { statuses: ownersAlone(200), path: () => attemptPath("/confirm") },
  discardConnection: { statuses: ownersAlone(204), path: () => attemptPath("") },
  listCoaches: { statuses: [401, 403, 403, 200, 200, 200] },
  getCoach: {
    statuses: [401, 404, 404, 200, 200, 200],
    path: () => `/api/calendly/coaches/${people.coachOwner.personId}`,
  },
  listEventTypes: {
    statuses: [401, 200, 404, 200, 200, 200],
    path: () => `/api/calendly/event_types?coachId=${people.coachOwner.personId}`,
  },
  updateEventType: {
    statuses: ownersAlone(200),
    path: () => `/api/calendly/event_types/${eventTypeId}`,
    body: { offered: true },
  },
  refreshEventTypes: { statuses: [401, 200, 409, 403, 403, 403] },
  getAvailability: {
    statuses: [401, 200, 404, 200, 200, 200],
    path: () => `/api/calendly/availability?eventTypeId=${eventTypeId}&${week()}`,
  },
  listSessions: { statuses: signedIn },
  getSession: { statuses: parties, path: () => `/api/calendly/sessions/${sessionId}` },
  listInvitees: { statuses: parties, path: () => `/api/events/${sessionId}/invitees` },
  cancelSession: {
    statuses: [401, 200, 404, 404, 404, 200],
    path: async () => `/api/calendly/cancel_event/${(await book()).sessionId}`,
    body: { reason: "The matrix cancels it." },
  },
  // The report is a claim that proves nothing: any realtor who sees the event type may make one, for themself.
  reportBooking: {
    statuses: [401, 403, 403, 200, 200, 403],
    path: () => {
      rows.reportBooking = { ...rows.reportBooking, body: report };
      return "/api/calendly/bookings";
    },
  },
  getBooking: { statuses: [401, 404, 404, 200, 404, 404], path: () => `/api/calendly/bookings/${bookingId}` },
  // Nobody's login counts here: the signature alone does.
  receiveWebhook: { statuses: [401, 401, 401, 401, 401, 401], body: {} },
  getUsage: { statuses: [401, 403, 403, 403, 403, 200] },
  getSecurity: { statuses: adminsAlone },
  getInbox: { statuses: adminsAlone },
  listDeliveries: { statuses: adminsAlone },
  getDelivery: { statuses: hiddenFromOthers, path: () => `/api/calendly/deliveries/${deliveryId}` },
  openDelivery: { statuses: hiddenFromOthers, path: () => `/api/calendly/deliveries/${deliveryId}/open` },
  replayDelivery: { statuses: hiddenFromOthers, path: () => `/api/calendly/deliveries/${deliveryId}/replay` },
  replayDeliveries: { statuses: adminsAlone, body: { state: "trouble" } },
  listMailbox: { statuses: signedIn },
  getMailboxMessage: { statuses: [401, 200, 404, 404, 404, 200], path: () => `/api/mailbox/${messageId}` },
  openMailboxMessage: { statuses: [401, 200, 404, 404, 404, 200], path: () => `/api/mailbox/${messageId}/page` },
  streamChanges: { statuses: signedIn },
  checkCapabilities: { statuses: [401, 200, 409, 403, 403, 403] },
  startBackfill: { statuses: [401, 202, 409, 403, 403, 403], body: {} },
  getOwnDrift: { statuses: anyCoach },
  startOwnSweep: {
    statuses: [401, 202, 409, 403, 403, 403],
    body: {},
    path: () => quiet("/api/calendly/connection/sweep"),
  },
  listAudit: { statuses: adminsAlone },
  getAuditEntry: { statuses: hiddenFromOthers, path: () => "/api/audit/entries/1" },
  getAuditState: { statuses: adminsAlone },
  exportAudit: { statuses: adminsAlone },
  getDrift: { statuses: admins(200) },
  listSweeps: { statuses: admins(200) },
  startSweeps: { statuses: admins(202), body: { coachId: null } },
  listApiKeys: { statuses: adminsAlone },
  createApiKey: { statuses: admins(201), body: aKey },
  rotateApiKey: {
    statuses: onlyForAdmins(201),
    path: async () => `/api/keys/${await newKeyId()}/rotate`,
    body: { overlapHours: 0 },
  },
  revokeApiKey: { statuses: onlyForAdmins(200), path: async () => `/api/keys/${await newKeyId()}/revoke` },
  listOutgoingEndpoints: { statuses: adminsAlone },
  createOutgoingEndpoint: { statuses: admins(201), body: anEndpoint },
  updateOutgoingEndpoint: { statuses: onlyForAdmins(200), path: () => endpointPath(""), body: { description: "" } },
  rotateOutgoingSecret: { statuses: onlyForAdmins(200), path: () => endpointPath("/rotate-secret") },
  testOutgoingEndpoint: { statuses: onlyForAdmins(202), path: () => endpointPath("/test") },
  listOutgoingMessages: { statuses: onlyForAdmins(200), path: () => endpointPath("/messages") },
  sendOutgoingMessage: {
    statuses: onlyForAdmins(202),
    path: async () => {
      const sent = await call("admin", routes.testOutgoingEndpoint, await endpointPath("/test"));
      return `/api/outgoing/messages/${routes.testOutgoingEndpoint.response.parse(await sent.json()).id}/send`;
    },
  },
  removeOutgoingEndpoint: { statuses: onlyForAdmins(204), path: () => endpointPath("") },
  // Last, because it takes the connection away.
  disconnect: { statuses: [401, 200, 409, 403, 403, 403] },
};

const waiting = { timeout: 15_000, interval: 50 };
const maya = "maya@northside.example";

beforeAll(async () => {
  programme = await createTestProgramme();
  people = {
    coachOwner: await programme.enter(maya),
    coachOther: await signIn(programme, "coach", { email: "other@northside.example" }),
    realtorOwner: await programme.enter("jordan@realty.example"),
    realtorOther: await programme.enter("priya@realty.example"),
    admin: await programme.enter("ada@northside.example"),
  };
  await programme.connect(people.coachOwner, maya);
  const connection = async () => routes.getConnection.response.parse(await read("/api/calendly/connection"));
  await vi.waitFor(async () => {
    expect(await connection()).toMatchObject({ backfill: { state: "done" }, webhook: { state: "active" } });
  }, waiting);
  const list = async () => routes.listEventTypes.response.parse(await read("/api/calendly/event_types")).items;
  const find = async () => (await list()).find(({ name }) => name === "30-minute check-in")?.id ?? "";
  eventTypeId = await vi.waitUntil(find, waiting);
  await call("coachOwner", routes.updateEventType, `/api/calendly/event_types/${eventTypeId}`, { offered: true });

  const booked = await book();
  sessionId = booked.sessionId;
  report = { eventTypeId, ...booked.uris };
  const reported = await call("realtorOwner", routes.reportBooking, routes.reportBooking.path, report);
  bookingId = routes.reportBooking.response.parse(await reported.json()).id;
  const inbox = async () => pageOf(mailboxMessageSummarySchema).parse(await read("/api/mailbox")).items;
  const deliveries = await call("admin", routes.listDeliveries, routes.listDeliveries.path);
  deliveryId = routes.listDeliveries.response.parse(await deliveries.json()).items[0]?.id ?? "";
  messageId = await vi.waitUntil(async () => (await inbox())[0]?.id, waiting);
}, 60_000);
afterAll(() => programme.close());

async function read(path: string): Promise<unknown> {
  return (await people.coachOwner.call(path)).json();
}

function call(caller: Caller, route: RouteDefinition, path: string, body?: unknown): Promise<Response> {
  const init = { method: route.method, ...(body === undefined ? {} : { body }) };
  if (caller !== "anonymous") return people[caller].call(path, init);
  const headers = { "content-type": "application/json" };
  return programme.call(path, {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function week(): string {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  return `from=${day(1)}&to=${day(8)}&timeZone=UTC`;
}

/** Books the owner realtor at Calendly and waits until it is mirrored. */
async function book() {
  const openings = routes.getAvailability.response.parse(
    await read(`/api/calendly/availability?eventTypeId=${eventTypeId}&${week()}`),
  );
  for (const { startAt } of openings.slots) {
    const booked = programme.sandbox.world.book({
      eventTypeId: uuidOf(await checkInUri()),
      startTime: startAt,
      invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
      answers: [],
      guests: [],
      location: { kind: "outbound_call", location: "+1 312-555-0147" },
      tracking: null,
      method: "page",
    });
    // The openings may be a moment older than the booking before this one.
    if (booked.kind !== "booked") continue;
    const eventUri = `${programme.sandbox.url}/scheduled_events/${booked.event.id}`;
    const mirrored = () => people.coachOwner.call(`/api/calendly/sessions/${booked.event.id}`);
    await vi.waitUntil(async () => (await mirrored()).ok, waiting);
    const session = routes.getSession.response.parse(await (await mirrored()).json());
    return { sessionId: session.id, uris: { eventUri, inviteeUri: `${eventUri}/invitees/${booked.invitee.id}` } };
  }
  throw new Error("Nothing is open.");
}

/** The path, once nothing is being copied: until then there is nothing to compare. */
async function quiet(path: string): Promise<string> {
  const connection = async () => routes.getConnection.response.parse(await read("/api/calendly/connection"));
  await vi.waitUntil(async () => (await connection()).backfill.state === "done", waiting);
  return path;
}

async function newKeyId(): Promise<string> {
  const made = await call("admin", routes.createApiKey, routes.createApiKey.path, aKey);
  return routes.createApiKey.response.parse(await made.json()).key.id;
}

/** Of an endpoint that is there: the first one, or a new one. */
async function endpointPath(rest: string): Promise<string> {
  const list = await call("admin", routes.listOutgoingEndpoints, routes.listOutgoingEndpoints.path);
  const [first] = routes.listOutgoingEndpoints.response.parse(await list.json()).items;
  if (first !== undefined) return `/api/outgoing/endpoints/${first.id}${rest}`;
  const made = await call("admin", routes.createOutgoingEndpoint, routes.createOutgoingEndpoint.path, anEndpoint);
  return `/api/outgoing/endpoints/${routes.createOutgoingEndpoint.response.parse(await made.json()).endpoint.id}${rest}`;
}

async function checkInUri(): Promise<string> {
  const owner = programme.sandbox.credentials().people.find(({ email }) => email === maya);
  const answer = await fetch(`${programme.sandbox.url}/event_types?user=${owner?.userUri}`, {
    headers: { authorization: `Bearer ${owner?.personalToken}` },
  });
  const { collection } = (await answer.json()) as { collection: { uri: string; name: string }[] };
  return collection.find(({ name }) => name === "30-minute check-in")?.uri ?? "";
}

/** A consent of the owner's own account that waits to be confirmed. */
async function attemptPath(rest: string): Promise<string> {
  const attemptId = await programme.consent(people.coachOwner, maya);
  return `/api/calendly/connection/attempts/${attemptId}${rest}`;
}

test("every route of the contract has a row", () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(routes).sort());
});

describe.each(Object.keys(rows) as RouteId[])("%s", (id) => {
  const route: RouteDefinition = routes[id];
  test.each(callers.map((caller, at) => [caller, rows[id].statuses[at]] as const))(
    "answers %s with %i",
    async (caller, status) => {
      const path = (await rows[id].path?.()) ?? route.path;
      const response = await call(caller, route, path, rows[id].body);
      const told = response.status < 300 ? "" : await response.text();
      await response.body?.cancel().catch(() => undefined);
      expect([response.status, told.slice(0, 200)]).toEqual([status, told.slice(0, 200)]);
      // What one may not see is told exactly as what is not there.
      if (status === 404) expect(told).toContain("There is nothing here, or it is not yours to see.");
    },
    30_000,
  );
});
