import { describe, expect, it } from "vitest";
import { CalendlyError, createCalendlyClient, endpoints, isCalendlyError } from "./index.ts";
import { startServer } from "./testing/http-server.ts";

const denied = (message: string) => ({ title: "Permission Denied", message });
const invalid = (detail: object) => ({
  title: "Invalid Argument",
  message: "The supplied parameters are invalid.",
  details: [detail],
});
const filled = { parameter: "event.start_time", message: "That start time has been filled", code: "already_filled" };

type ClientCall = (client: ReturnType<typeof createCalendlyClient>) => Promise<unknown>;
const getUser: ClientCall = (client) => client.request(endpoints.getUser, { params: { uuid: "A" } });
const cancel: ClientCall = (client) => client.request(endpoints.cancelScheduledEvent, { params: { uuid: "A" } });
const busyTimes: ClientCall = (client) =>
  client.request(endpoints.listUserBusyTimes, {
    query: { user: "A", start_time: "2026-12-01T00:00:00Z", end_time: "2026-12-02T00:00:00Z" },
  });
const subscribe: ClientCall = (client) =>
  client.request(endpoints.createWebhookSubscription, {
    body: {
      url: "https://punctual.example/hook",
      events: ["invitee.created"],
      organization: "A",
      scope: "organization",
    },
  });
const book: ClientCall = (client) =>
  client.request(endpoints.createInvitee, {
    body: {
      event_type: "https://api.calendly.com/event_types/A",
      start_time: "2026-12-01T15:00:00Z",
      invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
    },
  });

const invite: ClientCall = (client) =>
  client.request(endpoints.createOrganizationInvitation, {
    params: { uuid: "A" },
    body: { email: "jo@realty.example" },
  });
const revoke: ClientCall = (client) =>
  client.request(endpoints.revokeOrganizationInvitation, { params: { org_uuid: "A", uuid: "B" } });
const removeMember: ClientCall = (client) =>
  client.request(endpoints.deleteOrganizationMembership, { params: { uuid: "A" } });
const defineField: ClientCall = (client) =>
  client.request(endpoints.createContactCustomFieldDefinition, { body: { label: "Insurance", field_type: "text" } });
const addMembers: ClientCall = (client) =>
  client.request(endpoints.addContactListMembers, { params: { uuid: "A" }, body: { contacts: ["B"] } });

async function failureOf(call: ClientCall, status: number, body: unknown): Promise<CalendlyError> {
  await using server = await startServer({ status, body });
  const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url, maxAttempts: 1 });
  const outcome = await call(client).then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof CalendlyError) return outcome;
  throw new Error("The call should have failed with a CalendlyError", { cause: outcome });
}

describe("the code of a failure", () => {
  it.each<[string, ClientCall, number, unknown, string]>([
    ["400", getUser, 400, invalid({ parameter: "user", message: "is invalid" }), "invalid_argument"],
    ["401", getUser, 401, { title: "Unauthenticated", message: "The access token expired" }, "unauthenticated"],
    ["403 for rights", getUser, 403, denied("You do not have permission"), "permission_denied"],
    ["403 for the plan", subscribe, 403, denied("Please upgrade to a paid Calendly account."), "plan_required"],
    ["403 for a scope", getUser, 403, { title: "Insufficient scope", message: "" }, "insufficient_scope"],
    ["404", getUser, 404, { title: "Resource Not Found", message: "No such resource." }, "not_found"],
    [
      "409",
      subscribe,
      409,
      { title: "Already Exists", message: "Hook with this url already exists" },
      "already_exists",
    ],
    ["424", busyTimes, 424, { title: "External Calendar Error", message: "" }, "external_calendar"],
    ["429 with an empty object", getUser, 429, {}, "rate_limited"],
    ["500", getUser, 500, { title: "Internal Server Error", message: "" }, "server_error"],
    ["502 with HTML", getUser, 502, "<html>Bad gateway</html>", "server_error"],
    ["418", getUser, 418, "", "unexpected_response"],
    ["a canceled event canceled", cancel, 403, denied("Event is already canceled"), "already_canceled"],
    ["a past event canceled", cancel, 403, denied("Event in the past"), "event_in_past"],
    [
      "somebody else's event canceled",
      cancel,
      403,
      denied("You are not allowed to cancel this event"),
      "permission_denied",
    ],
    ["the same words elsewhere", getUser, 403, denied("Event is already canceled"), "permission_denied"],
    ["a taken slot", book, 400, invalid(filled), "slot_taken"],
    ["a taken slot as 404", book, 404, { title: "Resource Not Found", message: "" }, "slot_taken"],
    ["a taken slot as 409", book, 409, { title: "Already Exists", message: "" }, "slot_taken"],
    [
      "another booking mistake",
      book,
      400,
      invalid({ message: "invalid", code: "invalid_location_choice" }),
      "invalid_argument",
    ],
    ["a plan of 2022", subscribe, 403, denied("Please upgrade your Calendly account to Standard"), "plan_required"],
    [
      "the plan of an audit",
      getUser,
      403,
      denied("Please upgrade your Calendly account to Enterprise."),
      "plan_required",
    ],
    [
      "the plan of a recap",
      getUser,
      403,
      denied("Meeting recap access is not available. Required features are not enabled for your account"),
      "plan_required",
    ],
    [
      "the plan of a booking, until November 2026",
      book,
      403,
      denied("The Scheduling API is only available on paid Calendly plans. Upgrade your plan to access this feature."),
      "plan_required",
    ],
    ["the owner removed", removeMember, 403, denied("You can not change owner role"), "permission_denied"],
    [
      "a single sign-on that forbids it",
      invite,
      403,
      denied("You cannot perform this action for an organization with SCIM enabled."),
      "permission_denied",
    ],
    [
      "an invitation to no address",
      invite,
      400,
      { title: "Invalid Email", message: "x is an invalid email format" },
      "invalid_argument",
    ],
    [
      "an empty invitation",
      invite,
      400,
      invalid({ parameter: "email", message: "must be filled" }),
      "invalid_argument",
    ],
    [
      "an invitation to a member",
      invite,
      400,
      { title: "Already Organization Member", message: "jo@realty.example is already in the organization" },
      "already_exists",
    ],
    [
      "an invitation sent twice",
      invite,
      400,
      { title: "Already Invited", message: "jo@realty.example has already been invited" },
      "already_exists",
    ],
    ["an invitation that crossed another", invite, 400, { title: "Race Condition", message: "" }, "conflict"],
    [
      "an accepted invitation revoked",
      revoke,
      400,
      { title: "Invitation Already Accepted", message: "The invitation has already been accepted." },
      "conflict",
    ],
    ["the same title elsewhere", getUser, 400, { title: "Already Invited", message: "" }, "invalid_argument"],
    [
      "a custom field's label used twice",
      defineField,
      409,
      { title: "Already Exists", message: "The resource already exists" },
      "already_exists",
    ],
    ["members for a View", addMembers, 409, { title: "Already Exists", message: "" }, "conflict"],
    ["503", subscribe, 503, { title: "Service Unavailable", message: "" }, "server_error"],
    ["an error body of another shape", getUser, 400, { title: 7, message: null, details: "none" }, "invalid_argument"],
    ["an error body that is a list", getUser, 404, ["no"], "not_found"],
  ])("is decided by status, code and message: %s", async (_, call, status, body, code) => {
    expect(await failureOf(call, status, body)).toMatchObject({ code, status, attempts: 1 });
  });

  it("comes with Calendly's title and details, so that a form can point at its field", async () => {
    const error = await failureOf(
      book,
      400,
      invalid({ parameter: "invitee.email", message: "Email format is invalid" }),
    );
    expect(error.title).toBe("Invalid Argument");
    expect(error.details).toEqual([{ parameter: "invitee.email", message: "Email format is invalid" }]);
    expect(error.message).toContain("invitee.email: Email format is invalid");
    expect(error.endpoint).toBe("createInvitee");
  });

  it("carries Calendly's own sentence, and keeps e-mail addresses out of what is logged", async () => {
    const sentence = "jo@realty.example has already been invited";
    const error = await failureOf(invite, 400, { title: "Already Invited", message: sentence });
    expect(error.calendlyMessage).toBe(sentence);
    expect(error.message).toBe("createOrganizationInvitation: Already Invited; (e-mail) has already been invited");
  });

  it.each([
    ["x-request-id", { "x-request-id": "r-1", "cf-ray": "ray-1" }, "r-1"],
    ["request-id", { "request-id": "r-2" }, "r-2"],
    ["cf-ray", { "cf-ray": "8f1-FRA" }, "8f1-FRA"],
    ["none of them", {}, null],
  ])("carries the request id of %s", async (_, headers, requestId) => {
    await using server = await startServer({ status: 404, headers, body: {} });
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    await expect(getUser(client)).rejects.toMatchObject({ requestId });
  });

  it("names the scopes that are missing", async () => {
    const body = { title: "Insufficient scope", message: "", required_scopes: ["scheduled_events:write"] };
    expect((await failureOf(cancel, 403, body)).requiredScopes).toEqual(["scheduled_events:write"]);
  });
});

describe("isCalendlyError", () => {
  it("tells ours from others, and codes apart", () => {
    const error = new CalendlyError({ code: "slot_taken", message: "gone", endpoint: "createInvitee" });
    expect(isCalendlyError(error)).toBe(true);
    expect(isCalendlyError(error, "slot_taken", "not_found")).toBe(true);
    expect(isCalendlyError(error, "not_found")).toBe(false);
    expect(isCalendlyError(new Error("slot_taken"))).toBe(false);
  });
});
