import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import {
  clientOf,
  codeOf,
  day,
  eventTypeOf,
  firstOpening,
  meOf,
  startReceiver,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
let maya: CalendlyClient;

beforeEach(async () => {
  sandbox = await startSandbox();
  maya = clientOf(sandbox, tokenOf("maya"));
});
afterEach(() => sandbox.close());

async function booked() {
  const eventType = (await eventTypeOf(maya, "30-minute-check-in")).uri;
  const { resource } = await maya.request(endpoints.createInvitee, {
    body: {
      event_type: eventType,
      start_time: await firstOpening(sandbox, maya, eventType),
      invitee: { name: "Sam", email: "sam@guest.example", timezone: "UTC" },
      location: { kind: "outbound_call", location: "+1 312-555-0100" },
    },
  });
  return resource;
}
const mark = async (invitee: string, client = maya) =>
  (await client.request(endpoints.createInviteeNoShow, { body: { invitee } })).resource;

describe("a no-show", () => {
  it("is made, read, shown on its invitee, and taken back", async () => {
    const invitee = await booked();
    await sandbox.advance(4 * day);
    const made = await mark(invitee.uri);
    expect(made.invitee).toBe(invitee.uri);
    const params = { uuid: made.uri };
    expect((await maya.request(endpoints.getInviteeNoShow, { params })).resource).toEqual(made);
    const shown = async () =>
      (
        await maya.request(endpoints.getEventInvitee, {
          params: { event_uuid: invitee.event, invitee_uuid: invitee.uri },
        })
      ).resource;
    expect((await shown()).no_show).toEqual({ uri: made.uri, created_at: made.created_at });
    expect((await shown()).status).toBe("active");
    await maya.request(endpoints.deleteInviteeNoShow, { params });
    expect((await shown()).no_show).toBeNull();
    expect(await codeOf(maya.request(endpoints.getInviteeNoShow, { params }))).toBe("not_found");
    expect(await codeOf(maya.request(endpoints.deleteInviteeNoShow, { params }))).toBe("not_found");
    expect((await mark(invitee.uri)).uri).not.toBe(made.uri);
  });

  it("is refused before the start, of a canceled invitee, and of one that nobody knows", async () => {
    const invitee = await booked();
    const missing = invitee.uri.replace(/[^/]+$/, "AAAAAAAAAAAAAAAA");
    expect(await codeOf(mark(invitee.uri))).toBe("invalid_argument");
    await maya.request(endpoints.cancelScheduledEvent, { params: { uuid: invitee.event }, body: {} });
    await sandbox.advance(4 * day);
    expect(await codeOf(mark(invitee.uri))).toBe("invalid_argument");
    expect(await codeOf(mark(missing))).toBe("not_found");
    expect(await codeOf(mark(invitee.event))).toBe("invalid_argument");
    const other = invitee.uri.replace(/scheduled_events\/[^/]+/, "scheduled_events/AAAAAAAAAAAAAAAA");
    expect(await codeOf(mark(other))).toBe("not_found");
    const nobody = await fetch(`${sandbox.url}/invitee_no_shows`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokenOf("maya")}` },
    });
    expect(nobody.status).toBe(400);
  });

  it("stays the first one when it is marked twice, or is refused where the setting says so", async () => {
    const invitee = await booked();
    await sandbox.advance(4 * day);
    const made = await mark(invitee.uri);
    expect(await mark(invitee.uri)).toEqual(made);
    sandbox.changeSettings({ repeatedNoShow: "refused" });
    expect(await codeOf(mark(invitee.uri))).toBe("invalid_argument");
  });

  it("is the business of the host and of admins", async () => {
    const invitee = await booked();
    await sandbox.advance(4 * day);
    const tom = clientOf(sandbox, tokenOf("tom"));
    const ada = clientOf(sandbox, tokenOf("ada"));
    expect(await codeOf(mark(invitee.uri, tom))).toBe("permission_denied");
    const params = { uuid: (await mark(invitee.uri, ada)).uri };
    expect(await codeOf(tom.request(endpoints.getInviteeNoShow, { params }))).toBe("permission_denied");
    expect(await codeOf(tom.request(endpoints.deleteInviteeNoShow, { params }))).toBe("permission_denied");
    expect(await codeOf(ada.request(endpoints.deleteInviteeNoShow, { params }))).toBe("no error");
  });

  it("is told by webhooks, with the mark when it is made and with null, or the mark by setting, when it is not", async () => {
    const receiver = await startReceiver();
    try {
      const me = await meOf(maya);
      await maya.request(endpoints.createWebhookSubscription, {
        body: {
          url: receiver.url,
          events: ["invitee_no_show.created", "invitee_no_show.deleted"],
          scope: "user",
          user: me.uri,
          organization: me.current_organization,
        },
      });
      const invitee = await booked();
      await sandbox.advance(4 * day);
      const first = await mark(invitee.uri);
      await maya.request(endpoints.deleteInviteeNoShow, { params: { uuid: first.uri } });
      sandbox.changeSettings({ unmarkedNoShow: "mark" });
      const second = await mark(invitee.uri);
      await maya.request(endpoints.deleteInviteeNoShow, { params: { uuid: second.uri } });
      await sandbox.settle();
      const told = receiver.received.map(({ text }) => {
        const { event, payload } = JSON.parse(text) as { event: string; payload: { no_show: { uri: string } | null } };
        return [event, payload.no_show?.uri ?? null];
      });
      expect(told).toEqual([
        ["invitee_no_show.created", first.uri],
        ["invitee_no_show.deleted", null],
        ["invitee_no_show.created", second.uri],
        ["invitee_no_show.deleted", second.uri],
      ]);
    } finally {
      await receiver.close();
    }
  });
});
