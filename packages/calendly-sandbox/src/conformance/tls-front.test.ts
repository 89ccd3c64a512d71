import { createCalendlyClient, createOAuthClient, createPkce, endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { allow } from "../testing/consent.ts";
import { startSandbox } from "../testing/stage.ts";
import { startTlsFront, type TlsFront } from "../testing/tls-front.ts";

/** A client that knows Calendly by its own names only: no address of it is configured anywhere in this file. */
let sandbox: Sandbox;
let front: TlsFront;
beforeAll(async () => {
  sandbox = await startSandbox({ scenario: "solo" });
  front = await startTlsFront(sandbox.url);
});
afterAll(async () => {
  await front.close();
  await sandbox.close();
});

const client = (accessToken: string) => createCalendlyClient({ accessToken, fetch: front.fetch, now: sandbox.now });

it("behind a TLS front of Calendly's names, a client sees Calendly's own addresses and nothing else", async () => {
  const calendly = client("sandbox-personal-token-robin");
  const { resource: me } = await calendly.request(endpoints.getCurrentUser);
  expect(me.uri).toMatch(/^https:\/\/api\.calendly\.com\/users\//);
  expect(me.scheduling_url).toBe("https://calendly.com/robin-vega");
  const walked: string[] = [];
  const query = { user: me.uri, count: 5 };
  for await (const { items } of calendly.paginate(endpoints.listScheduledEvents, { query })) {
    walked.push(JSON.stringify(items));
  }
  const { collection } = await calendly.request(endpoints.listEventTypes, { query: { user: me.uri } });
  const page = await calendly.request(endpoints.listScheduledEvents, { query });
  expect(page.pagination.next_page).toMatch(/^https:\/\/api\.calendly\.com\/scheduled_events\?.*page_token=/);
  const seen = `${walked.join()}${JSON.stringify(collection)}${JSON.stringify(page)}`;
  expect(walked.length).toBeGreaterThan(1);
  expect(seen).not.toContain("127.0.0.1");
  expect(seen).not.toContain("http://");
});

it("OAuth, the booking page and the embed script answer at Calendly's names too", async () => {
  const [app] = sandbox.credentials().apps;
  const { clientId = "", clientSecret, redirectUris } = app ?? {};
  const redirectUri = redirectUris?.[0] ?? "";
  const oauth = createOAuthClient({
    clientId,
    ...(clientSecret == null ? {} : { clientSecret }),
    fetch: front.fetch,
    now: sandbox.now,
  });
  const { verifier, challenge } = await createPkce();
  const scope = "users:read";
  const back = await allow(sandbox, "robin@vega.example", { clientId, redirectUri, scope, codeChallenge: challenge });
  const tokens = await oauth.exchangeCode({ code: back.get("code") ?? "", redirectUri, codeVerifier: verifier });
  expect(tokens.ownerUri).toMatch(/^https:\/\/api\.calendly\.com\/users\//);
  expect((await client(tokens.accessToken).request(endpoints.getCurrentUser)).resource.uri).toBe(tokens.ownerUri);
  for (const address of [
    "https://calendly.com/robin-vega/30-minute-meeting",
    "https://assets.calendly.com/assets/external/widget.js",
  ]) {
    expect((await front.fetch(address)).status).toBe(200);
  }
});

it("a webhook subscription made through the front has Calendly's addresses in its deliveries", async () => {
  const calendly = client("sandbox-personal-token-robin");
  const { resource: me } = await calendly.request(endpoints.getCurrentUser);
  await calendly.request(endpoints.createWebhookSubscription, {
    body: {
      url: "http://127.0.0.1:9/nobody-listens",
      events: ["invitee.created"],
      organization: me.current_organization,
      user: me.uri,
      scope: "user",
    },
  });
  sandbox.act.book({
    eventType: "robin-vega/30-minute-meeting",
    name: "Jordan Blake",
    email: "jordan@realty.example",
  });
  const [delivery] = sandbox.listDeliveries();
  expect(delivery?.body).toContain("https://api.calendly.com/scheduled_events/");
  expect(delivery?.body).not.toContain(sandbox.url);
});
