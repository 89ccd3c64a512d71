/** Whether granted scopes include a wanted one; `x:write` includes `x:read`. */
export function includesScope(granted: readonly string[], wanted: string): boolean {
  return granted.includes(wanted) || (wanted.endsWith(":read") && granted.includes(wanted.replace(/:read$/, ":write")));
}

/** The read scope that a subscription to a webhook event needs beside `webhooks:write`. */
export function scopeOfWebhook(event: string): string {
  if (event.startsWith("invitee")) return "scheduled_events:read";
  if (event.startsWith("event_type.")) return "event_types:read";
  if (event.startsWith("routing_form_submission.")) return "routing_forms:read";
  if (event.startsWith("meeting_recap.")) return "meeting_recaps:read";
  return "contacts:read";
}
