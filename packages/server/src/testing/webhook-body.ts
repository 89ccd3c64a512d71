import { signWebhook, webhookSignatureHeader } from "@punctual/calendly";
import type { Context } from "../platform/context.ts";
import type { BookingStory } from "./calendly-history.ts";

/** The body of an invitee's webhook, field by field as Calendly sends it. `over` replaces fields of the payload. */
export function inviteeBody(
  eventName: string,
  story: BookingStory,
  over: { readonly payload?: object; readonly session?: object; readonly createdAt?: string } = {},
): string {
  const sessionUri = `${story.apiUrl}/scheduled_events/${story.session}`;
  const endAt = new Date(Date.parse(story.startAt) + 3_600_000).toISOString();
  return JSON.stringify({
    created_at: over.createdAt ?? "2026-11-21T12:00:00.000000Z",
    created_by: story.hostUri,
    event: eventName,
    payload: {
      cancel_url: `${story.apiUrl}/cancellations/${story.invitee}`,
      created_at: story.bookedAt,
      email: story.email,
      event: sessionUri,
      first_name: null,
      invitee_scheduled_by: null,
      last_name: null,
      name: story.name,
      new_invitee: null,
      no_show: null,
      old_invitee: null,
      payment: null,
      questions_and_answers: [{ answer: "Listings", position: 0, question: "What shall we talk about?" }],
      reconfirmation: null,
      reschedule_url: `${story.apiUrl}/reschedulings/${story.invitee}`,
      rescheduled: false,
      routing_form_submission: null,
      scheduled_event: {
        created_at: story.bookedAt,
        end_time: endAt,
        event_guests: [],
        event_memberships: [{ user: story.hostUri, user_email: "maya@northside.example", user_name: "Maya Okafor" }],
        event_type: story.eventTypeUri,
        invitees_counter: { total: 1, active: 1, limit: 1 },
        location: { join_url: "https://zoom.example/j/1", status: "pushed", type: "zoom", data: null },
        meeting_notes_html: null,
        meeting_notes_plain: null,
        name: "60-minute coaching",
        start_time: story.startAt,
        status: "active",
        updated_at: story.bookedAt,
        uri: sessionUri,
        ...over.session,
      },
      scheduling_method: null,
      status: "active",
      text_reminder_number: null,
      timezone: "America/Chicago",
      tracking: {
        utm_campaign: null,
        utm_source: null,
        utm_medium: null,
        utm_content: null,
        utm_term: null,
        salesforce_uuid: null,
      },
      updated_at: story.bookedAt,
      uri: `${sessionUri}/invitees/${story.invitee}`,
      ...over.payload,
    },
  });
}

/** A request as Calendly makes it: signed now, by the deployment's current key, unless told otherwise. */
export async function signedRequest(
  context: Context,
  body: string | Uint8Array,
  how: { readonly key?: string; readonly secondsAgo?: number } = {},
): Promise<Request> {
  const rawBody = typeof body === "string" ? new TextEncoder().encode(body) : Uint8Array.from(body);
  const key = how.key ?? context.config.calendly.webhookSigningKeys[0] ?? "";
  const timestamp = Math.floor(context.clock.now().epochMilliseconds / 1000) - (how.secondsAgo ?? 0);
  return new Request(`${context.config.publicUrl}/api/calendly/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [webhookSignatureHeader]: await signWebhook({ rawBody, key, timestamp }),
    },
    body: rawBody,
  });
}
