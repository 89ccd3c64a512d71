import {
  type CalendlyError,
  type CalendlyErrorCode,
  calendlyErrorCodes,
  endpoints,
  isCalendlyError,
} from "@punctual/calendly";
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { day, hour } from "../testing/stage.ts";
import { nobodysUri } from "./cases/types.ts";
import { isReal, mayWrite, type Target, useTarget } from "./target.ts";

const opened = useTarget();

/** How a failure can be brought about. */
interface ErrorCase {
  /** `anywhere` reads only; `writes` books or makes records; `sandbox` needs the controls. */
  readonly on: "anywhere" | "writes" | "sandbox";
  readonly fails: (target: Target) => Promise<unknown>;
  /** HTTP status; null where there is no answer. */
  readonly status: number | null;
  readonly title?: string;
}

const me = ({ client }: Target) => client.request(endpoints.getCurrentUser);

/** Only called where the case says that it needs one. */
function controls({ sandbox }: Target): Sandbox {
  if (sandbox === null) throw new Error("This case needs the sandbox");
  return sandbox;
}

/** Runs a call during which the first matching answer goes wrong, once. */
function during(fault: Parameters<Sandbox["addFault"]>[0], call: (target: Target) => Promise<unknown>) {
  return async (on: Target) => {
    controls(on).addFault(fault);
    try {
      return await call(on);
    } finally {
      controls(on).clearFaults();
    }
  };
}

const once = { kind: "http", path: "/users/me", count: 1 } as const;
const atOnce = { maxAttempts: 1 } as const;
const single = (on: Target) => on.client.request(endpoints.getCurrentUser, atOnce);

/** Every code of the client's closed union; one without a case does not compile. */
const cases: Readonly<Record<CalendlyErrorCode, ErrorCase>> = {
  invalid_argument: {
    on: "anywhere",
    fails: ({ client }) => client.request(endpoints.listEventTypes, { query: {} }),
    status: 400,
    title: "Invalid Argument",
  },
  unauthenticated: {
    on: "anywhere",
    fails: (on) => me({ ...on, client: on.clientWith({ accessToken: "nobody-gave-this-token" }) }),
    status: 401,
    title: "Unauthenticated",
  },
  permission_denied: {
    on: "anywhere",
    fails: (on) => on.client.request(endpoints.listScheduledEvents, { query: { user: nobodysUri(on, "users") } }),
    status: 403,
    title: "Permission Denied",
  },
  plan_required: {
    on: "sandbox",
    async fails(on) {
      controls(on).changePlan({ plan: "teams", stage: "paid" });
      try {
        await on.client.request(endpoints.listActivityLogEntries, { query: { organization: on.organization } });
      } finally {
        controls(on).changePlan({ plan: "enterprise", stage: "paid" });
      }
    },
    status: 403,
    title: "Permission Denied",
  },
  insufficient_scope: {
    on: "sandbox",
    async fails(on) {
      const { token } = controls(on).createToken({ user: on.me.email, scopes: ["event_types:read"] });
      await on.clientWith({ accessToken: token }).request(endpoints.getCurrentUser);
    },
    status: 403,
    title: "Insufficient scope",
  },
  not_found: {
    on: "anywhere",
    fails: (on) => on.client.request(endpoints.getEventType, { params: { uuid: nobodysUri(on, "event_types") } }),
    status: 404,
    title: "Resource Not Found",
  },
  already_exists: {
    on: "writes",
    async fails({ client, organization, me: { uri } }) {
      const body = {
        url: `https://hooks.example.com/${Math.random().toString(36).slice(2)}`,
        events: ["invitee.created" as const],
        organization,
        user: uri,
        scope: "user" as const,
      };
      const { resource } = await client.request(endpoints.createWebhookSubscription, { body });
      try {
        await client.request(endpoints.createWebhookSubscription, { body });
      } finally {
        await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: resource.uri } });
      }
    },
    status: 409,
    title: "Already Exists",
  },
  conflict: {
    on: "sandbox",
    async fails(on) {
      const { client } = on;
      const { collection } = await client.request(endpoints.listContactLists, { query: { type: "dynamic_view" } });
      await client.request(endpoints.addContactListMembers, {
        params: { uuid: collection[0]?.uri ?? "" },
        body: { contacts: [nobodysUri(on, "contacts")] },
      });
    },
    status: 409,
  },
  slot_taken: {
    on: "writes",
    async fails(on) {
      const eventType = await on.eventType();
      const start = await on.opening(eventType.uri);
      const { event } = await on.book(eventType, start);
      try {
        await on.book(eventType, start);
      } finally {
        await on.client.request(endpoints.cancelScheduledEvent, { params: { uuid: event }, body: {} });
      }
    },
    status: 400,
    title: "Invalid Argument",
  },
  already_canceled: {
    on: "writes",
    async fails(on) {
      const { event } = await on.book(await on.eventType());
      const cancel = () => on.client.request(endpoints.cancelScheduledEvent, { params: { uuid: event }, body: {} });
      await cancel();
      await cancel();
    },
    status: 403,
  },
  event_in_past: {
    on: "writes",
    async fails(on) {
      const past = await on.pastEvent();
      await on.client.request(endpoints.cancelScheduledEvent, { params: { uuid: past?.event.uri ?? "" }, body: {} });
    },
    status: 403,
  },
  external_calendar: {
    on: "sandbox",
    async fails(on) {
      const calendar = controls(on).act.connectCalendar(on.me.uri, { kind: "google" });
      controls(on).act.changeCalendar(calendar.id, { state: "broken" });
      try {
        await on.client.request(endpoints.listUserBusyTimes, {
          query: {
            user: on.me.uri,
            start_time: new Date(on.now() + hour).toISOString(),
            end_time: new Date(on.now() + day).toISOString(),
          },
        });
      } finally {
        controls(on).act.disconnectCalendar(calendar.id);
      }
    },
    status: 424,
    title: "External Calendar Error",
  },
  rate_limited: { on: "sandbox", fails: during({ ...once, status: 429 }, single), status: 429 },
  server_error: {
    on: "sandbox",
    fails: during({ ...once, status: 500 }, single),
    status: 500,
    title: "Internal Server Error",
  },
  unreachable: {
    on: "anywhere",
    // The discard port: nothing of this machine listens there.
    fails: (on) => single({ ...on, client: on.clientWith({ apiUrl: "http://127.0.0.1:9" }) }),
    status: null,
  },
  timeout: {
    on: "sandbox",
    fails: during({ ...once, connection: "hang" }, ({ client }) =>
      client.request(endpoints.getCurrentUser, { ...atOnce, timeoutMs: 200 }),
    ),
    status: null,
  },
  unexpected_response: { on: "sandbox", fails: during({ ...once, body: "html" }, single), status: 200 },
  aborted: {
    on: "anywhere",
    fails: ({ client }) => client.request(endpoints.getCurrentUser, { signal: AbortSignal.abort() }),
    status: null,
  },
};

describe.each(calendlyErrorCodes)("%s", (code) => {
  const one = cases[code];
  const skipped = one.on === "sandbox" ? isReal : one.on === "writes" && !mayWrite;

  it.skipIf(skipped)("is told by its code, with Calendly's status and words", async () => {
    const error = await one.fails(opened()).then(
      () => null,
      (failure: unknown) => failure,
    );
    if (!isCalendlyError(error)) throw error ?? new Error("It did not fail");
    const { status, title, endpoint }: CalendlyError = error;
    expect({ code: error.code, status }).toEqual({ code, status: one.status });
    if (one.title !== undefined) expect(title).toBe(one.title);
    expect(endpoint).not.toBe("");
    expect(error.message).not.toContain("sandbox-personal-token");
  });
});
