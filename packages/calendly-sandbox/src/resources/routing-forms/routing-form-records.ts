import type { InviteeLink, Timestamp, Tracking } from "../../world/records.ts";

export interface RoutingQuestion {
  readonly id: string;
  readonly name: string;
  readonly type: "name" | "text" | "email" | "phone" | "textarea" | "select" | "radios";
  readonly required: boolean;
  /** Of select and radios; null for the others. */
  readonly choices: readonly string[] | null;
}

/** Where a respondent is sent. */
export type RoutingTarget =
  | { readonly type: "event_type"; readonly eventTypeId: string }
  | { readonly type: "external_url"; readonly url: string }
  | { readonly type: "custom_message"; readonly headline: string; readonly body: string };

/** Applies when every condition does: the answer to that question is one of these, whatever its case. */
export interface RoutingRule {
  readonly when: readonly { readonly questionId: string; readonly isOneOf: readonly string[] }[];
  readonly then: RoutingTarget;
}

/** A form at `/routing/{slug}`. The first rule that applies decides, else `otherwise` does. */
export interface RoutingForm {
  readonly id: string;
  readonly organizationId: string;
  readonly slug: string;
  readonly name: string;
  readonly status: "draft" | "published";
  readonly questions: readonly RoutingQuestion[];
  readonly rules: readonly RoutingRule[];
  readonly otherwise: RoutingTarget;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

export interface RoutingAnswer {
  readonly questionId: string;
  readonly question: string;
  /** Null when an optional question was left out. */
  readonly answer: string | null;
}

export interface RoutingSubmission {
  readonly id: string;
  readonly formId: string;
  readonly answers: readonly RoutingAnswer[];
  readonly tracking: Tracking;
  readonly result: RoutingTarget;
  /** Set once the respondent has booked; follows a reschedule. */
  readonly submitter: InviteeLink | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}
