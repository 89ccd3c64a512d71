import {
  type CalendlyClient,
  type CalendlyClientOptions,
  type CreateInviteeBody,
  createCalendlyClient,
  type EventType,
  endpoints,
  locationKinds,
  type ScheduledEvent,
  type User,
} from "@punctual/calendly";
import { afterAll, beforeAll } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { day, hour, startSandbox, tokenOf } from "../testing/stage.ts";

/** Whether a real account is judged. Then only what reads is run, unless it was said that records may be made. */
export const isReal = process.env["CALENDLY_CONFORMANCE_TOKEN"] !== undefined;
export const mayWrite = !isReal || process.env["CALENDLY_CONFORMANCE_WRITES"] === "1";

/** One answer as it came, nothing read into it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

export interface RawRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Instead of the account's own; null for none. */
  readonly token?: string | null;
}

/** A Calendly to be judged: the sandbox, or a real account. */
export interface Target {
  readonly client: CalendlyClient;
  readonly me: User;
  readonly organization: string;
  /** The time that the target lives by, in milliseconds. */
  now(): number;
  /** What the client saw that the documentation does not say, since it was last asked. */
  drift(): readonly string[];
  /** A call below the client: what no client would send. */
  raw(method: string, path: string, request?: RawRequest): Promise<RawAnswer>;
  /** An active one-on-one event type of the account that has open times. */
  eventType(): Promise<EventType>;
  /** A start of that event type that is open now. */
  opening(eventType: string): Promise<string>;
  /** Books that event type for somebody. */
  book(eventType: EventType, startTime?: string): Promise<{ readonly event: string; readonly invitee: string }>;
  /** A scheduled event that has ended, with its invitee; null when the account has none. */
  pastEvent(): Promise<{ readonly event: ScheduledEvent; readonly invitee: string } | null>;
  /** The same client with another token or other limits. */
  clientWith(options: Partial<CalendlyClientOptions>): CalendlyClient;
  /** Origins of the API, of OAuth, of the booking pages, and of the embed script. */
  readonly origins: Readonly<Record<"api" | "auth" | "booking" | "assets", string>>;
  /** The controls of a sandbox; null for a real account. */
  readonly sandbox: Sandbox | null;
  close(): Promise<void>;
}

/** The first place that an event type offers, as whoever books it by API has to name it. */
function placeOf(eventType: EventType): CreateInviteeBody["location"] {
  const first = eventType.locations?.[0];
  const kind = locationKinds.find((known) => known === first?.kind);
  switch (kind) {
    case "outbound_call":
    case "ask_invitee":
      return { kind, location: "+1 312-555-0100" };
    case "inbound_call":
    case "zoom_conference":
    case "google_conference":
    case "gotomeeting_conference":
    case "microsoft_teams_conference":
    case "webex_conference":
      return { kind };
    case "physical":
    case "custom":
      return { kind, location: first?.location ?? "" };
    case undefined:
      return undefined;
  }
}

/**
 * The real account of `CALENDLY_CONFORMANCE_TOKEN` (a personal access token with every scope, at
 * `CALENDLY_CONFORMANCE_URL` or https://api.calendly.com), else a sandbox on the Enterprise plan, seen by an admin who coaches.
 */
async function openTarget(environment: Readonly<Record<string, string | undefined>>): Promise<Target> {
  const given = environment["CALENDLY_CONFORMANCE_TOKEN"];
  const sandbox =
    given === undefined ? await startSandbox({ settings: { callsPerMinute: null, bookingCalls: null } }) : null;
  sandbox?.changePlan({ plan: "enterprise", stage: "paid" });
  const token = given ?? tokenOf("ravi");
  const apiUrl = sandbox?.url ?? environment["CALENDLY_CONFORMANCE_URL"] ?? "https://api.calendly.com";
  const now = sandbox?.now ?? Date.now;
  let drifts: string[] = [];
  const clientWith = (options: Partial<CalendlyClientOptions>) =>
    createCalendlyClient({
      accessToken: token,
      apiUrl,
      now,
      onDrift: (drift) =>
        drifts.push(`${drift.endpoint} ${drift.path}: expected ${drift.expected}, found ${drift.found}`),
      ...options,
    });
  const client = clientWith({});
  const { resource: me } = await client.request(endpoints.getCurrentUser);

  async function raw(method: string, path: string, request: RawRequest = {}): Promise<RawAnswer> {
    const search = new URLSearchParams(request.query).toString();
    const bearer = request.token === undefined ? token : request.token;
    const response = await fetch(`${apiUrl}${path}${search === "" ? "" : `?${search}`}`, {
      method,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return { status: response.status, headers: response.headers, text, body };
  }

  const opening = async (eventType: string) => {
    const startTime = new Date(now() + hour).toISOString();
    const endTime = new Date(now() + 14 * day).toISOString();
    const [first] = await client.availableTimes({ eventType, startTime, endTime });
    if (first === undefined) throw new Error("The account's event type has no open time in two weeks");
    return first.start_time;
  };

  async function eventType(): Promise<EventType> {
    const { collection } = await client.request(endpoints.listEventTypes, { query: { user: me.uri, active: true } });
    const found = collection.find(
      (one) => one.kind === "solo" && one.type === "StandardEventType" && one.pooling_type === null,
    );
    if (found === undefined) throw new Error("The account has no active one-on-one event type");
    return found;
  }

  return {
    client,
    me,
    organization: me.current_organization,
    now,
    drift() {
      const seen = drifts;
      drifts = [];
      return seen;
    },
    raw,
    clientWith,
    origins:
      sandbox === null
        ? {
            api: apiUrl,
            auth: "https://auth.calendly.com",
            booking: "https://calendly.com",
            assets: "https://assets.calendly.com",
          }
        : { api: apiUrl, auth: apiUrl, booking: apiUrl, assets: apiUrl },
    eventType,
    opening,
    async book(type, startTime) {
      const location = placeOf(type);
      const { resource } = await client.request(endpoints.createInvitee, {
        body: {
          event_type: type.uri,
          start_time: startTime ?? (await opening(type.uri)),
          invitee: { name: "Conformance Check", email: "conformance@example.com", timezone: "Europe/Lisbon" },
          ...(location === undefined ? {} : { location }),
          questions_and_answers: type.custom_questions
            .filter(({ required }) => required)
            .map(({ name, position }) => ({ question: name, answer: "Conformance", position })),
        },
      });
      return { event: resource.event, invitee: resource.uri };
    },
    async pastEvent() {
      const { collection } = await client.request(endpoints.listScheduledEvents, {
        query: {
          user: me.uri,
          status: "active",
          max_start_time: new Date(now() - 2 * day).toISOString(),
          sort: "start_time:desc",
        },
      });
      for (const event of collection) {
        const { collection: invitees } = await client.request(endpoints.listEventInvitees, {
          params: { uuid: event.uri },
          query: { status: "active" },
        });
        const [invitee] = invitees;
        if (invitee !== undefined) return { event, invitee: invitee.uri };
      }
      return null;
    },
    sandbox,
    async close() {
      await sandbox?.close();
    },
  };
}

/** The target of a test file, opened before its tests and closed after them. */
export function useTarget(): () => Target {
  let target: Target | null = null;
  beforeAll(async () => {
    target = await openTarget(process.env);
  });
  afterAll(() => target?.close());
  return () => {
    if (target === null) throw new Error("The target is opened before the tests, not before their description");
    return target;
  };
}
