import type { EventType, Invitee, User } from "../world/index.ts";

/*
 * The address grammar of the pages:
 *   /{slug}                                  host profile
 *   /{slug}/{event-type-slug}                event type
 *   /{slug}/{event-type-slug}/{ISO start}    the form for that time
 *   /{slug}/{event-type-slug}/invitees/{id}  confirmation, and its calendar file below
 *   /d/{code}/{event-type-slug}              single-use link
 *   /routing/{slug}                          routing form
 *   /cancellations/{id}, /reschedulings/{id} self service
 */

export function profilePath(host: Pick<User, "slug">): string {
  return `/${encodeURIComponent(host.slug)}`;
}

export function eventTypePath(host: Pick<User, "slug">, eventType: Pick<EventType, "slug">): string {
  return `${profilePath(host)}/${encodeURIComponent(eventType.slug)}`;
}

export function singleUsePath(code: string, eventType: Pick<EventType, "slug">): string {
  return `/d/${encodeURIComponent(code)}/${encodeURIComponent(eventType.slug)}`;
}

export function confirmationPath(
  host: Pick<User, "slug">,
  eventType: Pick<EventType, "slug">,
  invitee: Pick<Invitee, "id">,
): string {
  return `${eventTypePath(host, eventType)}/invitees/${invitee.id}`;
}

export function cancellationPath(invitee: Pick<Invitee, "id">): string {
  return `/cancellations/${invitee.id}`;
}

export function reschedulingPath(invitee: Pick<Invitee, "id">): string {
  return `/reschedulings/${invitee.id}`;
}

export function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

export function routingPath(form: { readonly slug: string }): string {
  return `/routing/${encodeURIComponent(form.slug)}`;
}
