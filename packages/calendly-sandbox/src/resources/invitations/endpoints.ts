import { type Answer, collection, denied, invalid, noContent, notFound, refused, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { inviteMember, revokeInvitation } from "../../world/invitations.ts";
import type { Invitation } from "../../world/organization-records.ts";
import type { Organization } from "../../world/types.ts";
import { presentInvitation } from "./present.ts";

const managedElsewhere = denied("You cannot perform this action for an organization with SCIM enabled.");

type Finding<Row> = { readonly found: Row } | { readonly refusal: Answer };

/** The organization in the path, which the caller has to administer. */
function findOrganization(call: Call, organizationId: string, message?: string): Finding<Organization> {
  const organization = call.state.store.organizations.get(organizationId);
  if (organization === null) return { refusal: notFound };
  const isAllowed = organization.id === call.caller.organizationId && isAdmin(call.caller);
  return isAllowed ? { found: organization } : { refusal: denied(message) };
}

const createInvitation: Endpoint = {
  operation: "createOrganizationInvitation",
  handle(call) {
    const { state, caller, origins, params, body } = call;
    const finding = findOrganization(call, params["uuid"] ?? "", "You do not have permission");
    if ("refusal" in finding) return finding.refusal;
    const sent = Object.hasOwn(body, "email") ? body["email"] : undefined;
    if (sent === null || (typeof sent === "string" && sent.trim() === "")) {
      return invalid([{ parameter: "email", message: "must be filled" }]);
    }
    const reader = createReader(body);
    const email = reader.string("email", { required: true });
    if (email === undefined) return invalid(reader.details);
    const outcome = inviteMember(state, { organization: finding.found, email, invitedBy: caller });
    switch (outcome.kind) {
      case "invited":
        return resource(presentInvitation(outcome.invitation, origins), 201);
      case "invalid_email":
        return refused("Invalid Email", `${email} is an invalid email format`);
      case "already_member":
        return refused("Already Organization Member", `${email} is already in the organization`);
      case "already_invited":
        return refused("Already Invited", `${email} has already been invited`);
      case "seats_exhausted":
        return denied(
          "You already sent all the invitations you're allotted based upon the number of seats purchased with your account. Please purchase more seats to send more invitations.",
        );
      case "trial_exhausted":
        return denied("You already sent all the invitations allotted to you with a trial account.");
      case "scim":
        return managedElsewhere;
    }
  },
};

const listInvitations: Endpoint = {
  operation: "listOrganizationInvitations",
  handle(call) {
    const finding = findOrganization(call, call.params["uuid"] ?? "");
    if ("refusal" in finding) return finding.refusal;
    const reader = createReader(call.query);
    const email = reader.email("email")?.toLowerCase();
    const status = reader.choice("status", ["pending", "accepted", "declined"]);
    const order = readSort(reader, { created_at: "created" }, { by: "created", direction: "asc" });
    const page = readPage(call, reader, call.state.store.invitations, {
      where: { organization: finding.found.id, email, status },
      order,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((invitation) => presentInvitation(invitation, call.origins)),
      page.pagination,
    );
  },
};

/** The invitation in the path; one that is another organization's than the path says is refused, not missing. */
function findInvitation(call: Call): Finding<Invitation> {
  const finding = findOrganization(call, call.params["org_uuid"] ?? "");
  if ("refusal" in finding) return finding;
  const invitation = call.state.store.invitations.get(call.params["uuid"] ?? "");
  if (invitation === null) return { refusal: notFound };
  return invitation.organizationId === finding.found.id
    ? { found: invitation }
    : { refusal: denied("You do not have permission") };
}

const getInvitation: Endpoint = {
  operation: "getOrganizationInvitation",
  handle(call) {
    const finding = findInvitation(call);
    return "refusal" in finding ? finding.refusal : resource(presentInvitation(finding.found, call.origins));
  },
};

const deleteInvitation: Endpoint = {
  operation: "revokeOrganizationInvitation",
  handle(call) {
    const finding = findInvitation(call);
    if ("refusal" in finding) return finding.refusal;
    const outcome = revokeInvitation(call.state, { invitationId: finding.found.id, revokedBy: call.caller });
    switch (outcome.kind) {
      case "revoked":
        return noContent;
      case "accepted":
        return refused("Invitation Already Accepted", "The invitation has already been accepted.");
      case "scim":
        return managedElsewhere;
      case "not_found":
        return notFound;
    }
  },
};

export const invitationEndpoints: readonly Endpoint[] = [
  createInvitation,
  listInvitations,
  getInvitation,
  deleteInvitation,
];
