import { randomUUID } from "node:crypto";
import { isTimeZone } from "../slots/zone.ts";
import type { State } from "../state.ts";
import { recordActivity } from "./activity.ts";
import { isEmail } from "./check-booking.ts";
import { openAccount } from "./new-user.ts";
import type { Invitation } from "./organization-records.ts";
import type { Organization, User } from "./records.ts";

export type InviteOutcome =
  | { readonly kind: "invited"; readonly invitation: Invitation }
  | {
      readonly kind:
        | "invalid_email"
        | "already_member"
        | "already_invited"
        | "seats_exhausted"
        | "trial_exhausted"
        | "scim";
    };

export type RevokeInvitationOutcome =
  | { readonly kind: "revoked" }
  | { readonly kind: "not_found" }
  | { readonly kind: "accepted" }
  | { readonly kind: "scim" };

/** Why an invitation cannot be answered or sent again. */
export type InvitationRefusal =
  | { readonly kind: "not_found" }
  /** Accepted or declined already. */
  | { readonly kind: "not_pending" };

export type AcceptInvitationOutcome =
  | { readonly kind: "accepted"; readonly invitation: Invitation; readonly user: User }
  | InvitationRefusal
  /** The person belongs to an organization with others, which has to let them go first. */
  | { readonly kind: "member_elsewhere" }
  | { readonly kind: "invalid"; readonly message: string };

export type ChangeInvitationOutcome = { readonly kind: "changed"; readonly invitation: Invitation } | InvitationRefusal;

/** Which quota, if any, leaves no room for one more. Free accounts are for one person. */
function exhausted(state: State, organization: Organization): "seats_exhausted" | "trial_exhausted" | null {
  const { store, settings } = state;
  const pending = store.invitations.count({ organization: organization.id, status: "pending" });
  if (organization.stage === "trial") return pending >= settings.trialInvitations ? "trial_exhausted" : null;
  const seats = organization.stage === "free" ? 1 : settings.seats;
  const taken = store.users.count({ organization: organization.id }) + pending;
  return seats !== null && taken >= seats ? "seats_exhausted" : null;
}

/** Invites somebody by e-mail. The sandbox sends nothing: the invitation is accepted or declined by its controls. */
export function inviteMember(
  state: State,
  request: { readonly organization: Organization; readonly email: string; readonly invitedBy: User },
): InviteOutcome {
  const { store, clock, settings } = state;
  const { organization } = request;
  const email = request.email.trim();
  return store.transaction(() => {
    if (settings.scim) return { kind: "scim" };
    if (!isEmail(email)) return { kind: "invalid_email" };
    const same = { organization: organization.id, email: email.toLowerCase() };
    if (store.users.count(same) > 0) return { kind: "already_member" };
    if (store.invitations.count({ ...same, status: "pending" }) > 0) return { kind: "already_invited" };
    const quota = exhausted(state, organization);
    if (quota !== null) return { kind: quota };
    const createdAt = clock.timestamp();
    const invitation: Invitation = {
      id: randomUUID(),
      organizationId: organization.id,
      email,
      status: "pending",
      userId: null,
      lastSentAt: createdAt,
      createdAt,
      updatedAt: createdAt,
    };
    store.invitations.put(invitation);
    recordActivity(state, {
      actor: request.invitedBy,
      organizationId: organization.id,
      namespace: "User_Management",
      action: "Invitation_Sent",
      details: { invitation_email: email },
    });
    return { kind: "invited", invitation };
  });
}

/** Takes an invitation back; its link is worth nothing any more. */
export function revokeInvitation(
  state: State,
  request: { readonly invitationId: string; readonly revokedBy: User },
): RevokeInvitationOutcome {
  const { store, settings } = state;
  return store.transaction(() => {
    const invitation = store.invitations.get(request.invitationId);
    if (invitation === null) return { kind: "not_found" };
    if (settings.scim) return { kind: "scim" };
    if (invitation.status === "accepted") return { kind: "accepted" };
    store.invitations.delete(invitation.id);
    for (const { id } of store.groupRelationships.list({ where: { invitation: invitation.id } })) {
      store.groupRelationships.delete(id);
    }
    recordActivity(state, {
      actor: request.revokedBy,
      organizationId: invitation.organizationId,
      namespace: "User_Management",
      action: "Invitation_Revoked",
      details: { invitation_email: invitation.email },
    });
    return { kind: "revoked" };
  });
}

/** An account of one person gives up the organization that it had for itself, and brings its event types along. */
function joinWithAccount(state: State, standing: User, organizationId: string): User {
  const { store, clock } = state;
  const at = clock.timestamp();
  const own = { organization: standing.organizationId };
  for (const eventType of store.eventTypes.list({ where: own })) {
    store.eventTypes.put({ ...eventType, organizationId, updatedAt: at });
  }
  for (const subscription of store.subscriptions.list({ where: { ...own, state: "active" } })) {
    store.subscriptions.put({ ...subscription, state: "disabled", updatedAt: at });
  }
  store.organizations.delete(standing.organizationId);
  const user: User = {
    ...standing,
    organizationId,
    membershipId: randomUUID(),
    memberSince: at,
    role: "user",
    updatedAt: at,
  };
  store.users.put(user);
  return user;
}

/** `ana.silva@x.example` is "Ana Silva" until somebody says otherwise. */
function nameFrom(email: string): string {
  const words = (email.split("@")[0] ?? "").split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join(" ") || email;
}

/**
 * Whoever was invited joins, with the account that has this e-mail or a new one. Groups that the invitation was for
 * have a member then.
 */
export function acceptInvitation(
  state: State,
  request: { readonly invitationId: string; readonly name?: string; readonly timeZone?: string },
): AcceptInvitationOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const standing = store.invitations.get(request.invitationId);
    if (standing === null) return { kind: "not_found" };
    if (standing.status !== "pending") return { kind: "not_pending" };
    if (request.timeZone !== undefined && !isTimeZone(request.timeZone)) {
      return { kind: "invalid", message: `There is no time zone ${request.timeZone}.` };
    }
    const { organizationId, email } = standing;
    const account = store.users.first({ where: { email: email.toLowerCase() } });
    if (account !== null && store.users.count({ organization: account.organizationId }) > 1) {
      return { kind: "member_elsewhere" };
    }
    const owner = store.users.first({ where: { organization: organizationId, role: "owner" } });
    const user =
      account === null
        ? openAccount(state, {
            organizationId,
            role: "user",
            name: request.name?.trim() || nameFrom(email),
            email,
            timeZone: request.timeZone ?? owner?.timeZone ?? "America/New_York",
          })
        : joinWithAccount(state, account, organizationId);
    const updatedAt = clock.timestamp();
    const invitation: Invitation = { ...standing, status: "accepted", userId: user.id, updatedAt };
    store.invitations.put(invitation);
    for (const relationship of store.groupRelationships.list({ where: { invitation: standing.id } })) {
      store.groupRelationships.put({ ...relationship, owner: { kind: "membership", userId: user.id }, updatedAt });
    }
    recordActivity(state, {
      actor: user,
      organizationId,
      namespace: "User_Management",
      action: "Invitation_Accepted",
      details: { invitation_email: email },
    });
    return { kind: "accepted", invitation, user };
  });
}

/** Changes an invitation that is still open. */
function changePending(state: State, invitationId: string, change: Partial<Invitation>): ChangeInvitationOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const standing = store.invitations.get(invitationId);
    if (standing === null) return { kind: "not_found" };
    if (standing.status !== "pending") return { kind: "not_pending" };
    const invitation: Invitation = { ...standing, ...change, updatedAt: clock.timestamp() };
    store.invitations.put(invitation);
    return { kind: "changed", invitation };
  });
}

/** Whoever was invited would rather not. They may be invited again. */
export function declineInvitation(state: State, invitationId: string): ChangeInvitationOutcome {
  return changePending(state, invitationId, { status: "declined" });
}

/** Sends an invitation that is still open once more, which moves its `last_sent_at`. */
export function resendInvitation(state: State, invitationId: string): ChangeInvitationOutcome {
  return changePending(state, invitationId, { lastSentAt: state.clock.timestamp() });
}
