import { type Origins, userUri } from "../../http/origin.ts";
import type { Invitation } from "../../world/organization-records.ts";
import { organizationUri } from "../organizations/present.ts";

export function invitationUri(origins: Origins, { organizationId, id }: Invitation): string {
  return `${organizationUri(origins, organizationId)}/invitations/${id}`;
}

/** `user` stands in accepted invitations only. */
export function presentInvitation(invitation: Invitation, origins: Origins) {
  return {
    created_at: invitation.createdAt,
    email: invitation.email,
    last_sent_at: invitation.lastSentAt,
    organization: organizationUri(origins, invitation.organizationId),
    status: invitation.status,
    updated_at: invitation.updatedAt,
    uri: invitationUri(origins, invitation),
    ...(invitation.userId === null ? {} : { user: userUri(origins, invitation.userId) }),
  };
}
