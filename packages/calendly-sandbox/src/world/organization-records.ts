import type { Timestamp } from "./records.ts";

/** People who share a page and event types. */
export interface Team {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  /** Of the team's page; unique among teams and users. */
  readonly slug: string;
  /** Users, in the order in which they joined. */
  readonly memberIds: readonly string[];
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** A part of an organization that has admins of its own. */
export interface Group {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** That a member, or somebody who is invited to be one, belongs to a group. */
export interface GroupRelationship {
  readonly id: string;
  readonly organizationId: string;
  readonly groupId: string;
  readonly role: "member" | "admin";
  readonly owner:
    | { readonly kind: "membership"; readonly userId: string }
    | { readonly kind: "invitation"; readonly invitationId: string };
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** An invitation to join an organization, by e-mail. */
export interface Invitation {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly status: "pending" | "accepted" | "declined";
  /** Who accepted it. */
  readonly userId: string | null;
  readonly lastSentAt: Timestamp | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** A membership that is over. What was booked with the member until then stays the organization's to see. */
export interface FormerMembership {
  /** Id that the membership had. */
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly leftAt: Timestamp;
}
