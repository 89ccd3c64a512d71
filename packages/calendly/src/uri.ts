/**
 * The id in a Calendly URI: its last path segment, whatever the origin. A bare id is given back as it is.
 * Ids are opaque: 16 capitals and digits in older records, hyphenated UUIDs in newer ones.
 */
export function uuidOf(uri: string): string {
  const path = uri.split(/[?#]/, 1)[0] ?? "";
  const segments = path.split("/").filter((segment) => segment !== "");
  return segments.at(-1) ?? "";
}

/**
 * Whether two URIs name the same record though their origins differ (the same server may be reached by two names).
 * Compares paths; a trailing slash does not count.
 */
export function sameUri(left: string, right: string): boolean {
  return pathOf(left) === pathOf(right);
}

/**
 * The path parameters of `getEventInvitee`, both taken from the invitee's URI
 * (`.../scheduled_events/{event_uuid}/invitees/{invitee_uuid}`). Null when the URI has another shape.
 */
export function inviteeParamsOf(inviteeUri: string): { event_uuid: string; invitee_uuid: string } | null {
  const match = /\/scheduled_events\/([^/?#]+)\/invitees\/([^/?#]+)\/?(?:[?#]|$)/.exec(inviteeUri);
  const [, event_uuid, invitee_uuid] = match ?? [];
  return event_uuid === undefined || invitee_uuid === undefined ? null : { event_uuid, invitee_uuid };
}

/**
 * The path parameters of `getOrganizationInvitation` and `revokeOrganizationInvitation`, both taken from the invitation's URI
 * (`.../organizations/{org_uuid}/invitations/{uuid}`). Null when the URI has another shape.
 */
export function invitationParamsOf(invitationUri: string): { org_uuid: string; uuid: string } | null {
  const match = /\/organizations\/([^/?#]+)\/invitations\/([^/?#]+)\/?(?:[?#]|$)/.exec(invitationUri);
  const [, org_uuid, uuid] = match ?? [];
  return org_uuid === undefined || uuid === undefined ? null : { org_uuid, uuid };
}

function pathOf(uri: string): string {
  const withoutOrigin = uri.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  return (withoutOrigin.split(/[?#]/, 1)[0] ?? "").replace(/\/+$/, "");
}
