import {
  createOAuthClient,
  createPkce,
  endpoints,
  isCalendlyError,
  isOAuthError,
  parseDelivery,
  parseSchedulingUrl,
  verifyWebhook,
  webhookEventNames,
} from "@punctual/calendly";
import { describe, expect, it } from "vitest";
import { allow } from "../testing/consent.ts";
import { startReceiver } from "../testing/stage.ts";
import { isReal, mayWrite, useTarget } from "./target.ts";

/** What lies beside the REST operations: OAuth, webhooks, and the pages that people meet. */
const opened = useTarget();

/** The OAuth code of a call that must fail. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (isOAuthError(error)) return error.code;
  throw error ?? new Error("It did not fail");
}

describe("OAuth", () => {
  const stranger = () =>
    createOAuthClient({ authUrl: opened().origins.auth, clientId: "no-such-app", clientSecret: "no-such-secret" });

  it("knows no app that it did not register", async () => {
    const { verifier } = await createPkce();
    const grant = { code: "0".repeat(64), redirectUri: "https://app.example.com/callback", codeVerifier: verifier };
    expect(await refusalOf(stranger().exchangeCode(grant))).toBe("invalid_client");
    expect(await refusalOf(stranger().refresh({ refreshToken: "no-such-token" }))).toBe("invalid_client");
  });

  it("describes itself at the well-known address", async () => {
    const response = await fetch(`${opened().origins.booking}/.well-known/oauth-authorization-server`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      authorization_endpoint: expect.stringMatching(/\/oauth\/authorize$/),
      token_endpoint: expect.stringMatching(/\/oauth\/token$/),
      code_challenge_methods_supported: expect.arrayContaining(["S256"]),
    });
  });

  it.skipIf(isReal)("gives tokens for consent, turns them over once, and takes them back", async () => {
    const { sandbox, me, clientWith, now } = opened();
    const app = sandbox?.credentials().apps[0];
    if (sandbox === null || app === undefined) throw new Error("The sandbox has no app");
    const { clientId, clientSecret } = app;
    const oauth = createOAuthClient({
      authUrl: opened().origins.auth,
      clientId,
      ...(clientSecret === null ? {} : { clientSecret }),
      now,
    });
    const redirectUri = app.redirectUris[0] ?? "";
    const { verifier, challenge } = await createPkce();
    const back = await allow(sandbox, me.email, {
      clientId,
      redirectUri,
      scope: "users:read",
      state: "st-1",
      codeChallenge: challenge,
    });
    expect(back.get("state")).toBe("st-1");
    const code = back.get("code") ?? "";
    const tokens = await oauth.exchangeCode({ code, redirectUri, codeVerifier: verifier });
    expect(tokens.ownerUri).toBe(me.uri);
    const client = clientWith({ accessToken: tokens.accessToken });
    expect((await client.request(endpoints.getCurrentUser)).resource).toEqual(me);
    expect(await oauth.introspect({ token: tokens.accessToken })).toMatchObject({ active: true, clientId });

    const next = await oauth.refresh({ refreshToken: tokens.refreshToken });
    expect(await refusalOf(oauth.refresh({ refreshToken: tokens.refreshToken }))).toBe("invalid_grant");
    await oauth.revoke({ token: next.accessToken });
    const refused = await clientWith({ accessToken: next.accessToken })
      .request(endpoints.getCurrentUser)
      .catch((error: unknown) => error);
    expect(isCalendlyError(refused, "unauthenticated")).toBe(true);
  });
});

describe("webhooks", () => {
  it("have sample data of every event, in the shape that deliveries have", async () => {
    const { client, me, organization } = opened();
    for (const event of webhookEventNames) {
      const scope = event.startsWith("routing_form_submission.") ? "organization" : "user";
      const query = { event, organization, scope, ...(scope === "user" ? { user: me.uri } : {}) } as const;
      const sample = await client.request(endpoints.getSampleWebhookData, { query });
      const delivery = parseDelivery(new TextEncoder().encode(JSON.stringify(sample)));
      expect(delivery).toMatchObject({ ok: true, delivery: { event } });
    }
  });

  it.skipIf(isReal)("tell of a booking and its cancellation, signed with the subscription's key", async () => {
    const { client, me, organization, sandbox } = opened();
    const receiver = await startReceiver();
    try {
      const { resource } = await client.request(endpoints.createWebhookSubscription, {
        body: {
          url: receiver.url,
          events: ["invitee.created", "invitee.canceled"],
          organization,
          user: me.uri,
          scope: "user",
          signing_key: "a-key-of-this-check",
        },
      });
      const { event, invitee } = await opened().book(await opened().eventType());
      await client.request(endpoints.cancelScheduledEvent, { params: { uuid: event }, body: {} });
      await sandbox?.settle();
      const told = receiver.received.map(({ body }) => parseDelivery(body));
      expect(told.map((one) => (one.ok ? one.delivery.event : one.reason)).toSorted()).toEqual([
        "invitee.canceled",
        "invitee.created",
      ]);
      for (const { body, signature, text } of receiver.received) {
        expect(text).toContain(invitee);
        const keys = ["a-key-of-this-check"];
        expect(await verifyWebhook({ rawBody: body, header: signature, keys, now: Date.now() })).toMatchObject({
          ok: true,
        });
      }
      await client.request(endpoints.deleteWebhookSubscription, { params: { uuid: resource.uri } });
    } finally {
      await receiver.close();
    }
  });
});

describe("pages", () => {
  /** A page as a browser asks for it. */
  async function open(address: string) {
    const response = await fetch(address, { headers: { accept: "text/html", "user-agent": "Mozilla/5.0" } });
    return { status: response.status, type: response.headers.get("content-type") ?? "", text: await response.text() };
  }

  it("of a host and of an event type are there, at the addresses that the API gives", async () => {
    const eventType = await opened().eventType();
    for (const [address, kind] of [
      [opened().me.scheduling_url, "profile"],
      [eventType.scheduling_url, "event_type"],
    ] as const) {
      expect(parseSchedulingUrl(address, { bookingUrl: opened().origins.booking })).toMatchObject({ kind });
      const page = await open(address);
      expect({ status: page.status, isHtml: page.type.startsWith("text/html") }).toEqual({ status: 200, isHtml: true });
    }
  });

  it("of a time are there, at the address that available times give", async () => {
    const { uri } = await opened().eventType();
    const [time] = await opened().client.availableTimes({
      eventType: uri,
      startTime: new Date(opened().now() + 3_600_000).toISOString(),
      endTime: new Date(opened().now() + 14 * 86_400_000).toISOString(),
    });
    expect((await open(time?.scheduling_url ?? "")).status).toBe(200);
  });

  it.skipIf(!mayWrite)("of a booking, to cancel and to move it, and of a single-use link are there", async () => {
    const eventType = await opened().eventType();
    const { invitee } = await opened().book(eventType);
    const [, event_uuid = "", invitee_uuid = ""] = /scheduled_events\/([^/]+)\/invitees\/([^/]+)/.exec(invitee) ?? [];
    const { resource } = await opened().client.request(endpoints.getEventInvitee, {
      params: { event_uuid, invitee_uuid },
    });
    const link = await opened().client.request(endpoints.createSchedulingLink, {
      body: { max_event_count: 1, owner: eventType.uri, owner_type: "EventType" },
    });
    for (const address of [resource.cancel_url, resource.reschedule_url, link.resource.booking_url]) {
      expect((await open(address)).status).toBe(200);
    }
    await opened().client.request(endpoints.cancelScheduledEvent, { params: { uuid: resource.event }, body: {} });
  });

  it("of nobody answer 404", async () => {
    expect((await open(`${opened().origins.booking}/nobody-has-this-name-${Date.now()}`)).status).toBe(404);
  });

  it("can be embedded by the script at its fixed address", async () => {
    const script = await open(`${opened().origins.assets}/assets/external/widget.js`);
    expect(script.type).toMatch(/javascript/);
    for (const name of ["initInlineWidget", "initPopupWidget", "initBadgeWidget", "closePopupWidget"]) {
      expect(script.text).toContain(name);
    }
  });
});
