import { endpoints, type WebhookEventName, webhookEnvelopeSchema, webhookEventNames } from "@punctual/calendly";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { keysOf, payloadKeys } from "../testing/payload-keys.ts";
import { clientOf, day, hour, meOf, startReceiver, startSandbox, tokenOf } from "../testing/stage.ts";
import { bookMaya, subscribeMaya } from "../testing/webhook-scene.ts";
import { ruleOf } from "./event-rules.ts";

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const texts = new Map<WebhookEventName, string>();
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

const maya = () => clientOf(sandbox, tokenOf("maya"));

/** Everything that Maya and her organization can be told of, each event at its widest scope but one. */
async function subscribeToAll() {
  const ada = clientOf(sandbox, tokenOf("ada"));
  const { current_organization: organization } = await meOf(ada);
  await subscribeMaya(sandbox, receiver.url, {
    events: webhookEventNames.filter((event) => ruleOf(event).scopes.includes("user")),
  });
  await ada.request(endpoints.createWebhookSubscription, {
    body: { url: receiver.url, events: ["routing_form_submission.created"], organization, scope: "organization" },
  });
}

async function changeEventTypes() {
  const { uri: owner } = await meOf(maya());
  const { resource } = await maya().request(endpoints.createEventType, {
    body: { name: "Payload check", owner, duration: 30, locations: [{ kind: "google_conference" }] },
  });
  await maya().request(endpoints.updateEventType, {
    params: { uuid: resource.uri },
    body: { name: "Payload checked" },
  });
  sandbox.world.deleteEventType(idOf(resource.uri));
}

async function keepContact() {
  const { resource } = await maya().request(endpoints.createContact, {
    body: {
      name: "Noor Haddad",
      emails: [{ email: "noor@realty.example", is_primary: true }],
      phone_numbers: [{ phone_number: "+16465550133" }],
      city: "Lyon",
    },
  });
  await maya().request(endpoints.updateContact, { params: { uuid: resource.uri }, body: { city: "Nice" } });
  await maya().request(endpoints.deleteContact, { params: { uuid: resource.uri } });
}

async function answerForm() {
  const form = sandbox.world.findRoutingForm("find-your-coach");
  const answers = { name: "Noor Haddad", email: "noor@realty.example", phone: "+16465550133" };
  const outcome = sandbox.world.answerRoutingForm({
    slug: "find-your-coach",
    answers: Object.fromEntries(
      (form?.questions ?? []).map(({ id, type, choices }) => [
        id,
        choices?.at(-1) ?? answers[type as keyof typeof answers] ?? "Nothing",
      ]),
    ),
    tracking: {
      utm_campaign: null,
      utm_source: null,
      utm_medium: "cpc",
      utm_content: null,
      utm_term: null,
      salesforce_uuid: null,
    },
  });
  expect(outcome.kind).toBe("submitted");
}

async function meet() {
  sandbox.world.switchNotetaker(idOf((await meOf(maya())).uri), false);
  const canceled = await bookMaya(sandbox);
  await maya().request(endpoints.cancelScheduledEvent, { params: { uuid: canceled.event }, body: { reason: "Ill" } });
  const { uri: invitee, event } = await bookMaya(sandbox, 1);
  await sandbox.advance(14 * day + hour);
  const marked = await maya().request(endpoints.createInviteeNoShow, { body: { invitee } });
  await maya().request(endpoints.deleteInviteeNoShow, { params: { uuid: marked.resource.uri } });
  const published = sandbox.world.publishRecap({ eventId: idOf(event) });
  if (published.kind !== "published") throw new Error(`No recap: ${published.kind}`);
  const params = { uuid: published.recap.id };
  await maya().request(endpoints.updateMeetingRecap, { params, body: { summary_md: "Shorter." } });
  await maya().request(endpoints.deleteMeetingRecap, { params });
}

beforeAll(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox();
  sandbox.freeze();
  await subscribeToAll();
  await changeEventTypes();
  await keepContact();
  await answerForm();
  await meet();
  await sandbox.settle();
  for (const { text } of receiver.received) texts.set(JSON.parse(text).event, text);
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

/** Keys that hang on a choice of the host or the invitee: of kinds of places and results, and below lists that are empty. */
function chosen(payload: unknown, path: string): boolean {
  if (/(^|\.)(location|locations|result\.value)\./.test(path)) return true;
  const parents = path.split(".").slice(0, -1);
  let at: unknown = payload;
  for (const name of parents) {
    at = Array.isArray(at) ? at[0] : at;
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  }
  return Array.isArray(at) && at.length === 0;
}

describe.each(webhookEventNames)("a delivery of %s", (event) => {
  it("has exactly the documented keys in their order, in compact JSON, with six fractional digits", () => {
    const text = texts.get(event) ?? "";
    const body = JSON.parse(text);
    expect(JSON.stringify(body)).toBe(text);
    webhookEnvelopeSchema.parse(body);
    expect(Object.keys(body)).toEqual(["created_at", "created_by", "event", "payload"]);
    expect(body.created_at).toMatch(/\.000000Z$/);
    const fixed = (paths: readonly string[]) => paths.filter((path) => !chosen(body.payload, path));
    expect(fixed(keysOf(body.payload))).toEqual(fixed(payloadKeys[event]));
    const instants = text.match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? [];
    expect(instants.length).toBeGreaterThan(1);
    for (const instant of instants) expect(instant).toMatch(/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"$/);
    expect(text).not.toContain("undefined");
  });
});
