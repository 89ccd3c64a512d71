import { type CreateWebhookSubscriptionBody, endpoints } from "@punctual/calendly";
import type { Sandbox } from "../sandbox.ts";
import { clientOf, eventTypeOf, firstOpening, meOf, tokenOf } from "./stage.ts";

/** Maya subscribes to what happens to her bookings; `more` goes over what she asks for. */
export async function subscribeMaya(sandbox: Sandbox, url: string, more: Partial<CreateWebhookSubscriptionBody> = {}) {
  const client = clientOf(sandbox, tokenOf("maya"));
  const me = await meOf(client);
  const { resource } = await client.request(endpoints.createWebhookSubscription, {
    body: {
      url,
      events: ["invitee.created", "invitee.canceled"],
      organization: me.current_organization,
      user: me.uri,
      scope: "user",
      ...more,
    },
  });
  return resource;
}

/** Somebody books Maya's one-hour coaching, at her first open time or the one after `skip` others. */
export async function bookMaya(sandbox: Sandbox, skip = 0) {
  const client = clientOf(sandbox, tokenOf("maya"));
  const { uri } = await eventTypeOf(client, "60-minute-coaching");
  const start_time = await firstOpening(sandbox, client, uri, skip);
  const { resource } = await client.request(endpoints.createInvitee, {
    body: {
      event_type: uri,
      start_time,
      invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata" },
      questions_and_answers: [{ question: "What would you like to work on?", answer: "Listings", position: 0 }],
    },
  });
  return resource;
}
