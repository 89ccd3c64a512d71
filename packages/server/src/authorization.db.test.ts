import { uuidOf } from "@punctual/calendly";
import { mailboxMessageSummarySchema, pageOf, type RouteDefinition, type RouteId, routes } from "@punctual/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestProgramme, type SignedIn, signIn, type TestProgramme } from "./testing/index.ts";

/** Who calls: `owner` has what the route is about, `other` has the same role and nothing to do with it. */
const callers = ["anonymous", "coachOwner", "coachOther", "realtorOwner", "realtorOther", "admin"] as const;
/** Admins who have no say any more: all logins of the one were ended, the other is suspended. Each still sends the cookie. */
const outcasts = ["revoked", "suspended"] as const;
type Caller = (typeof callers)[number] | (typeof outcasts)[number];
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
  /** What is sent; made anew for each caller where it is a function. */
  readonly body?: unknown;
}

const everyone: Statuses = [200, 200, 200, 200, 200, 200];
const signedIn: Statuses = [401, 200, 200, 200, 200, 200];
const admins = (status: number): Statuses => [401, 403, 403, 403, 403, status];
const anyCoach: Statuses = [401, 200, 200, 403, 403, 403];
const parties: Statuses = [401, 200, 404, 200, 404, 200];
/** A thing of one coach: for every other person it does not exist. */
const ownersAlone = (status: number): Statuses => [401, status, 404, 404, 404, 404];

const adminsAlone = admins(200);
/** One thing that only admins may see: for everyone else it does not exist. */
const onlyForAdmins = (status: number): Statuses => [401, 404, 404, 404, 404, status];
const hiddenFromOthers = onlyForAdmins(200);
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

/** Accounts that only the matrix makes. */
const spare = { id: "", invitationId: "", invited: 0 };
const aSecret = "a-secret-that-was-in-no-mail-at-all-0123456";
const aPassword = "correct horse battery staple";

/** Every route of the contract. The compiler asks for a row for a new one, and so does the first test. */
const rows: Record<RouteId, Row> = {
  getAppConfig: { statuses: everyone },
  getMe: { statuses: signedIn },
  updateMe: { statuses: signedIn, body: {} },
  listLogins: { statuses: signedIn },
  endLogin: { statuses: ownersAlone(204), path: async () => `/api/me/logins/${await otherLoginId()}` },
  endOtherLogins: { statuses: signedIn },
  changePassword: {
    statuses: [401, 204, 204, 204, 204, 204],
    body: { currentPassword: aPassword, newPassword: aPassword },
  },
  listPasskeys: { statuses: signedIn },
  removePasskey: { statuses: [401, 404, 404, 404, 404, 404], path: () => "/api/me/passkeys/pky_ofnobody" },
  // Everyone here has proven their address: there is nothing to do.
  sendVerification: { statuses: [401, 409, 409, 409, 409, 409] },
  // The secret alone counts, and this one opens nothing for anybody.
  verifyEmail: { statuses: [400, 400, 400, 400, 400, 400], body: { secret: aSecret } },
  forgotPassword: { statuses: [202, 202, 202, 202, 202, 202], body: () => ({ email: newAddress() }) },
  resetPassword: {
    statuses: [400, 400, 400, 400, 400, 400],
    body: { secret: aSecret, newPassword: aPassword },
  },
  openInvitation: { statuses: [400, 400, 400, 400, 400, 400], body: { secret: aSecret } },
  acceptInvitation: {
    statuses: [400, 400, 400, 400, 400, 400],
    body: { secret: aSecret, name: "Nobody", password: aPassword },
  },
  listMembers: { statuses: adminsAlone },
  changeRole: {
    statuses: hiddenFromOthers,
    path: () => `/api/members/${spare.id}/role`,
    body: { role: "realtor" },
  },
  suspendMember: {
    statuses: hiddenFromOthers,
    path: () => `/api/members/${spare.id}/suspend`,
    body: { reason: "The matrix suspends them." },
  },
  reinstateMember: { statuses: hiddenFromOthers, path: () => `/api/members/${spare.id}/reinstate` },
  endMemberLogins: { statuses: hiddenFromOthers, path: () => `/api/members/${spare.id}/logins` },
  listInvitations: { statuses: adminsAlone },
  invite: {
    statuses: admins(201),
    body: () => ({ name: "Invited", email: newAddress(), role: "realtor" }),
  },
  resendInvitation: { statuses: hiddenFromOthers, path: () => `/api/invitations/${spare.invitationId}/resend` },
  withdrawInvitation: { statuses: hiddenFromOthers, path: () => `/api/invitations/${spare.invitationId}` },
  getOverview: { statuses: adminsAlone },
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
    body: () => report,
  },
  getBooking: { statuses: [401, 404, 404, 200, 404, 404], path: () => `/api/calendly/bookings/${bookingId}` },
  // Nobody's login counts here: the signature alone does.
  receiveWebhook: { statuses: [401, 401, 401, 401, 401, 401], body: {} },
  // Here the accounts are this server's own.
  receiveClerkWebhook: { statuses: [404, 404, 404, 404, 404, 404], body: {} },
  getUsage: { statuses: adminsAlone },
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
  getDrift: { statuses: adminsAlone },
  listSweeps: { statuses: adminsAlone },
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

/** What the document lists besides the contract's routes: none of it is anybody's in particular. */
const system: Record<string, Row> = {
  "GET /healthz": { statuses: everyone },
  "GET /readyz": { statuses: everyone },
  // Open to whoever is near, as a caller in the same process is.
  "GET /metrics": { statuses: everyone },
  "GET /api/openapi.json": { statuses: everyone },
  "GET /api/docs": { statuses: everyone },
  "GET /api/docs.css": { statuses: everyone },
  // Browsers report in a media type of their own; what pages send is none.
  "POST /api/policy-reports": { statuses: [415, 415, 415, 415, 415, 415], body: [] },
  "POST /api/auth/sign-in/email": {
    statuses: [401, 401, 401, 401, 401, 401],
    body: { email: "nobody@northside.example", password: aPassword },
  },
  "GET /api/auth/get-session": { statuses: everyone },
  // This server is called by an address, which no passkey can belong to.
  "GET /api/auth/passkey/generate-authenticate-options": { statuses: [404, 404, 404, 404, 404, 404] },
  "POST /api/auth/passkey/verify-authentication": { statuses: [404, 404, 404, 404, 404, 404], body: {} },
  "GET /api/auth/passkey/generate-register-options": { statuses: [404, 404, 404, 404, 404, 404] },
  "POST /api/auth/passkey/verify-registration": { statuses: [404, 404, 404, 404, 404, 404], body: {} },
  // Last of all, because it ends the logins.
  "POST /api/auth/sign-out": { statuses: everyone, body: {} },
};

const waiting = { timeout: 15_000, interval: 50 };
const maya = "maya@northside.example";

beforeAll(async () => {
  // The matrix fails to sign in more often than anyone may.
  programme = await createTestProgramme({ limits: { failedByAddress: 1_000, failedSignIn: 1_000, mails: 1_000 } });
  people = {
    coachOwner: await programme.enter(maya),
    coachOther: await signIn(programme, "coach", { email: "other@northside.example" }),
    realtorOwner: await programme.enter("jordan@realty.example"),
    realtorOther: await programme.enter("priya@realty.example"),
    admin: await programme.enter("ada@northside.example"),
    revoked: await signIn(programme, "admin", { email: "revoked@northside.example" }),
    suspended: await signIn(programme, "admin", { email: "suspended@northside.example" }),
  };
  spare.id = (await signIn(programme, "realtor", { email: "spare@realty.example" })).personId;
  await changed("DELETE", `/api/members/${people.revoked.personId}/logins`);
  await changed("POST", `/api/members/${people.suspended.personId}/suspend`, { reason: "Left the programme." });
  const invited = await changed("POST", "/api/invitations", { name: "Invited", email: newAddress(), role: "coach" });
  spare.invitationId = routes.invite.response.parse(await invited.json()).id;
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
}, 120_000);
afterAll(() => programme.close());

/** Done by the admin. */
async function changed(method: string, path: string, body?: unknown): Promise<Response> {
  const response = await people.admin.call(path, { method, ...(body === undefined ? {} : { body }) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

function newAddress(): string {
  spare.invited += 1;
  return `invited-${spare.invited}@realty.example`;
}

/** Another login of the owner coach than the one that calls; made when there is none. */
async function otherLoginId(): Promise<string> {
  const logins = async () => routes.listLogins.response.parse(await read("/api/me/logins")).items;
  const find = async () => (await logins()).find(({ current }) => !current)?.id;
  const found = await find();
  if (found !== undefined) return found;
  await programme.enter(maya);
  return (await find()) ?? "";
}

async function read(path: string): Promise<unknown> {
  return (await people.coachOwner.call(path)).json();
}

function call(caller: Caller, route: Pick<RouteDefinition, "method">, path: string, body?: unknown): Promise<Response> {
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

test("every route of the contract has a row, and so has every operation of the OpenAPI document", async () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(routes).sort());
  const document = (await (await programme.call("/api/openapi.json")).json()) as {
    readonly paths: Record<string, Record<string, unknown>>;
  };
  const methods = ["get", "post", "put", "patch", "delete"];
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).flatMap((method) => (methods.includes(method) ? [`${method.toUpperCase()} ${path}`] : [])),
  );
  const withRows = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
  expect(documented.sort()).toEqual([...withRows, ...Object.keys(system)].sort());
});

/** What an outcast is told: as much as anyone where nobody needs to be signed in, and nothing anywhere else. */
function statusOfOutcast(route: RouteDefinition, row: Row, outcast: (typeof outcasts)[number]): number {
  if (typeof route.access === "string" || route.refusalPage !== undefined) return row.statuses[0];
  return outcast === "revoked" ? 401 : 403;
}

async function answer(caller: Caller, route: Pick<RouteDefinition, "method" | "path">, row: Row) {
  const path = (await row.path?.()) ?? route.path;
  const body: unknown = typeof row.body === "function" ? row.body() : row.body;
  const response = await call(caller, route, path, body);
  const told = response.status < 300 ? "" : await response.text();
  await response.body?.cancel().catch(() => undefined);
  return { status: response.status, told };
}

const jordan = { name: "Jordan Blake", email: "jordan@realty.example", role: "realtor" } as const;

test("a realtor whose address is not proven sees none of the bookings that were made with it", async () => {
  const prove = (emailVerified: boolean) =>
    programme.punctual.people.ensure({ ...jordan, password: aPassword, emailVerified, timeZone: null });
  const seen = async () => {
    const list = await people.realtorOwner.call(routes.listSessions.path);
    const one = await people.realtorOwner.call(`/api/calendly/sessions/${sessionId}`);
    return [routes.listSessions.response.parse(await list.json()).items.length > 0, one.status];
  };
  expect(await seen()).toEqual([true, 200]);
  await prove(false);
  expect(await seen()).toEqual([false, 404]);
  await prove(true);
  expect(await seen()).toEqual([true, 200]);
}, 60_000);

test("a coach whom an admin keeps out is not on offer, and is again once reinstated", async () => {
  const { personId } = people.coachOwner;
  const seen = async () => {
    const coaches = routes.listCoaches.response.parse(
      await (await people.realtorOwner.call(routes.listCoaches.path)).json(),
    );
    const one = await people.realtorOwner.call(`/api/calendly/coaches/${personId}`);
    const openings = `/api/calendly/availability?eventTypeId=${eventTypeId}&${week()}`;
    return [
      coaches.items.some(({ id }) => id === personId),
      one.status,
      (await people.realtorOwner.call(openings)).status,
    ];
  };
  expect(await seen()).toEqual([true, 200, 200]);
  await changed("POST", `/api/members/${personId}/suspend`, { reason: "The matrix suspends them." });
  expect(await seen()).toEqual([false, 404, 404]);
  await changed("POST", `/api/members/${personId}/reinstate`);
  expect(await seen()).toEqual([true, 200, 200]);
  people.coachOwner = await programme.enter(maya);
}, 60_000);

describe.each(Object.keys(rows) as RouteId[])("%s", (id) => {
  const route: RouteDefinition = routes[id];
  const expected: (readonly [Caller, number])[] = [
    ...callers.map((caller, at) => [caller, rows[id].statuses[at] ?? 0] as const),
    ...outcasts.map((caller) => [caller, statusOfOutcast(route, rows[id], caller)] as const),
  ];
  test.each(expected)(
    "answers %s with %i",
    async (caller, status) => {
      const answered = await answer(caller, route, rows[id]);
      expect([answered.status, answered.told.slice(0, 200)]).toEqual([status, answered.told.slice(0, 200)]);
      // What one may not see is told exactly as what is not there.
      if (status === 404 && route.access !== "signed")
        expect(answered.told).toContain("There is nothing here, or it is not yours to see.");
      if (caller === "suspended" && status === 403) expect(answered.told).toContain("account_suspended");
    },
    30_000,
  );
});

describe.each(Object.keys(system))("%s", (operation) => {
  const [method = "", path = ""] = operation.split(" ");
  const row = system[operation] ?? { statuses: everyone };
  test.each([...callers, ...outcasts].map((caller, at) => [caller, row.statuses[at] ?? row.statuses[0]] as const))(
    "answers %s with %i",
    async (caller, status) => {
      const route = { method: method as RouteDefinition["method"], path };
      expect((await answer(caller, route, row)).status).toBe(status);
    },
    30_000,
  );
});
