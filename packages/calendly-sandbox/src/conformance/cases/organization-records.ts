import { endpoints, isCalendlyError, webhookEventNames } from "@punctual/calendly";
import { expect } from "vitest";
import { day } from "../../testing/stage.ts";
import type { Target } from "../target.ts";
import { nobodysUri, type OperationCases, unknownId } from "./types.ts";

const callback = () => `https://hooks.example.com/${Math.random().toString(36).slice(2)}`;

async function subscribe({ client, me, organization }: Target) {
  const { resource } = await client.request(endpoints.createWebhookSubscription, {
    body: { url: callback(), events: ["invitee.created"], organization, user: me.uri, scope: "user" },
  });
  return resource;
}

/** Routing forms, recaps, webhooks, logs and the deletion of data. */
export const organizationRecordCases = {
  listRoutingForms: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listRoutingForms, { query: { organization } });
      for (const form of collection) expect(["draft", "published"]).toContain(form.status);
    },
    refuses: (target) => [
      { why: "no organization", status: 400, parameter: "organization" },
      { why: "a stranger's organization", query: { organization: nobodysUri(target, "organizations") }, status: 403 },
    ],
  },
  getRoutingForm: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listRoutingForms, { query: { organization } });
      const [form] = collection;
      if (form === undefined) return;
      const { resource } = await client.request(endpoints.getRoutingForm, { params: { uuid: form.uri } });
      expect(resource).toEqual(form);
    },
    refuses: () => [unknownId],
  },
  listRoutingFormSubmissions: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection: forms } = await client.request(endpoints.listRoutingForms, { query: { organization } });
      for (const form of forms.slice(0, 3)) {
        const { collection } = await client.request(endpoints.listRoutingFormSubmissions, {
          query: { form: form.uri, sort: "created_at:desc" },
        });
        for (const submission of collection) expect(submission.routing_form).toBe(form.uri);
      }
    },
    refuses: () => [{ why: "no form", status: 400, parameter: "form" }],
  },
  getRoutingFormSubmission: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection: forms } = await client.request(endpoints.listRoutingForms, { query: { organization } });
      for (const form of forms) {
        const { collection } = await client.request(endpoints.listRoutingFormSubmissions, {
          query: { form: form.uri },
        });
        const [submission] = collection;
        if (submission === undefined) continue;
        const { resource } = await client.request(endpoints.getRoutingFormSubmission, {
          params: { uuid: submission.uri },
        });
        expect(resource).toEqual(submission);
        return;
      }
    },
    refuses: () => [unknownId],
  },
  listMeetingRecaps: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listMeetingRecaps);
      for (const recap of collection) expect(recap.status).toBe("Available");
    },
    refuses: () => [{ why: "a status that there is not", query: { status: "lost" }, status: 400, parameter: "status" }],
  },
  getMeetingRecap: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listMeetingRecaps);
      const [recap] = collection;
      if (recap === undefined) return;
      const { resource } = await client.request(endpoints.getMeetingRecap, { params: { uuid: recap.uri } });
      expect(resource).toMatchObject({ uri: recap.uri, status: recap.status, event: recap.event });
    },
    refuses: () => [unknownId],
  },
  updateMeetingRecap: {
    effect: "writes",
    async works({ client, sandbox }) {
      // Words that a notetaker wrote about somebody's meeting are not a check's to change.
      if (sandbox === null) return;
      const { collection } = await client.request(endpoints.listMeetingRecaps);
      const params = { uuid: collection[0]?.uri ?? "" };
      const { resource } = await client.request(endpoints.updateMeetingRecap, {
        params,
        body: { summary_md: "Short." },
      });
      expect(resource.summary_md).toBe("Short.");
    },
    refuses: () => [{ ...unknownId, body: { summary_md: "x" } }],
  },
  deleteMeetingRecap: {
    effect: "writes",
    async works({ client, sandbox }) {
      if (sandbox === null) return;
      const { collection } = await client.request(endpoints.listMeetingRecaps);
      const params = { uuid: collection.at(-1)?.uri ?? "" };
      await client.request(endpoints.deleteMeetingRecap, { params });
      const gone = await client.request(endpoints.getMeetingRecap, { params }).catch((error: unknown) => error);
      expect(isCalendlyError(gone, "not_found")).toBe(true);
    },
    refuses: () => [unknownId],
  },
  getMeetingRecapTranscript: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listMeetingRecaps);
      const [recap] = collection;
      if (recap === undefined) return;
      const { resource } = await client.request(endpoints.getMeetingRecapTranscript, { params: { uuid: recap.uri } });
      expect(resource.text).not.toBe("");
    },
    refuses: () => [unknownId],
  },
  createWebhookSubscription: {
    effect: "writes",
    async works(target) {
      const made = await subscribe(target);
      expect(made).toMatchObject({ state: "active", scope: "user", user: target.me.uri, retry_started_at: null });
      const again = await target.client
        .request(endpoints.createWebhookSubscription, {
          body: {
            url: made.callback_url,
            events: ["invitee.created"],
            organization: target.organization,
            user: target.me.uri,
            scope: "user",
          },
        })
        .catch((error: unknown) => error);
      expect(isCalendlyError(again, "already_exists")).toBe(true);
      await target.client.request(endpoints.deleteWebhookSubscription, { params: { uuid: made.uri } });
    },
    refuses: ({ me, organization }) => {
      const body = { url: callback(), events: ["invitee.created"], organization, user: me.uri, scope: "user" };
      return [
        { why: "no address", body: { ...body, url: undefined }, status: 400, parameter: "url" },
        { why: "an event that there is not", body: { ...body, events: ["invitee.sneezed"] }, status: 400 },
        { why: "no scope", body: { ...body, scope: undefined }, status: 400, parameter: "scope" },
        { why: "no user with the user's scope", body: { ...body, user: undefined }, status: 400, parameter: "user" },
      ];
    },
  },
  listWebhookSubscriptions: {
    effect: "writes",
    async works(target) {
      const made = await subscribe(target);
      const { collection } = await target.client.request(endpoints.listWebhookSubscriptions, {
        query: { organization: target.organization, user: target.me.uri, scope: "user", count: 100 },
      });
      expect(collection.map((one) => one.uri)).toContain(made.uri);
      await target.client.request(endpoints.deleteWebhookSubscription, { params: { uuid: made.uri } });
    },
    refuses: ({ organization }) => [
      { why: "no scope", query: { organization }, status: 400, parameter: "scope" },
      { why: "no user with the user's scope", query: { organization, scope: "user" }, status: 400, parameter: "user" },
    ],
  },
  getWebhookSubscription: {
    effect: "writes",
    async works(target) {
      const made = await subscribe(target);
      const params = { uuid: made.uri };
      const { resource } = await target.client.request(endpoints.getWebhookSubscription, { params });
      expect(resource).toEqual(made);
      await target.client.request(endpoints.deleteWebhookSubscription, { params });
    },
    refuses: () => [unknownId],
  },
  deleteWebhookSubscription: {
    effect: "writes",
    async works(target) {
      const params = { uuid: (await subscribe(target)).uri };
      await target.client.request(endpoints.deleteWebhookSubscription, { params });
      const gone = await target.client
        .request(endpoints.getWebhookSubscription, { params })
        .catch((error: unknown) => error);
      expect(isCalendlyError(gone, "not_found")).toBe(true);
    },
    refuses: () => [unknownId],
  },
  getSampleWebhookData: {
    effect: "reads",
    async works({ client, me, organization }) {
      for (const event of webhookEventNames) {
        const scope = event.startsWith("routing_form_submission.") ? "organization" : "user";
        const delivery = await client.request(endpoints.getSampleWebhookData, {
          query: { event, organization, scope, ...(scope === "user" ? { user: me.uri } : {}) },
        });
        expect(delivery.event).toBe(event);
      }
    },
    refuses: ({ organization }) => [
      { why: "no event", query: { organization, scope: "organization" }, status: 400, parameter: "event" },
      {
        why: "an event that there is not",
        query: { organization, scope: "organization", event: "invitee.sneezed" },
        status: 400,
        parameter: "event",
      },
    ],
  },
  listActivityLogEntries: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection, total_count } = await client.request(endpoints.listActivityLogEntries, {
        query: { organization, sort: ["occurred_at:desc"] },
      });
      expect(total_count).toBeGreaterThanOrEqual(collection.length);
      const times = collection.map((entry) => entry.occurred_at);
      expect(times).toEqual(times.toSorted().toReversed());
    },
    refuses: ({ organization }) => [
      { why: "no organization", status: 400, parameter: "organization" },
      { why: "a count over 1,000", query: { organization, count: "1001" }, status: 400, parameter: "count" },
      {
        why: "a field that cannot be sorted by",
        query: { organization, sort: "mood:asc" },
        status: 400,
        parameter: "sort",
      },
    ],
  },
  listOutgoingCommunications: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection, total_count } = await client.request(endpoints.listOutgoingCommunications, {
        query: { organization },
      });
      expect(total_count).toBeGreaterThanOrEqual(collection.length);
      for (const one of collection) expect(["email", "sms"]).toContain(one.type);
    },
    refuses: () => [{ why: "no organization", status: 400, parameter: "organization" }],
  },
  deleteInviteeData: {
    effect: "writes",
    async works({ client, sandbox }) {
      // What is deleted stays deleted.
      if (sandbox === null) return;
      const accepted = await client.request(endpoints.deleteInviteeData, { body: { emails: ["nobody@example.com"] } });
      expect(accepted).toEqual({});
    },
    refuses: () => [
      { why: "no addresses", body: {}, status: 400, parameter: "emails" },
      { why: "an address that is none", body: { emails: ["x"] }, status: 400 },
    ],
  },
  deleteScheduledEventData: {
    effect: "writes",
    async works({ client, now, sandbox }) {
      if (sandbox === null) return;
      const accepted = await client.request(endpoints.deleteScheduledEventData, {
        body: {
          start_time: new Date(now() - 300 * day).toISOString(),
          end_time: new Date(now() - 299 * day).toISOString(),
        },
      });
      expect(accepted).toEqual({});
    },
    refuses: ({ now }) => [
      { why: "no range", body: {}, status: 400, parameter: "start_time" },
      {
        why: "the future",
        body: { start_time: new Date(now()).toISOString(), end_time: new Date(now() + day).toISOString() },
        status: 400,
      },
      {
        why: "three years",
        body: {
          start_time: new Date(now() - 1_095 * day).toISOString(),
          end_time: new Date(now() - day).toISOString(),
        },
        status: 400,
      },
    ],
  },
} as const satisfies OperationCases;
