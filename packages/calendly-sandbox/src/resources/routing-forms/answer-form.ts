import { randomUUID } from "node:crypto";
import type { State } from "../../state.ts";
import type { Announce } from "../../webhooks/announce.ts";
import { hasRouting } from "../../world/plan.ts";
import type { EventType, Invitee, Tracking } from "../../world/records.ts";
import { presentRoutingSubmission } from "./present.ts";
import { type AnswerErrors, readAnswers, routeAnswers } from "./route-answers.ts";
import type { RoutingForm, RoutingSubmission } from "./routing-form-records.ts";

/** A form whose page is open: published, in an organization whose plan holds routing. */
export function findOpenForm({ store }: State, slug: string): RoutingForm | null {
  const form = store.routingForms.first({ where: { slug: slug.toLowerCase() } });
  const organization = form === null ? null : store.organizations.get(form.organizationId);
  return form?.status === "published" && organization !== null && hasRouting(organization) ? form : null;
}

export interface FormAnswers {
  readonly slug: string;
  /** By question id. */
  readonly answers: Readonly<Record<string, string>>;
  readonly tracking: Tracking;
}

export type AnswerFormOutcome =
  | { readonly kind: "submitted"; readonly form: RoutingForm; readonly submission: RoutingSubmission }
  | { readonly kind: "invalid"; readonly form: RoutingForm; readonly errors: AnswerErrors }
  | { readonly kind: "not_found" };

/** Somebody answers a form: the submission is kept and told of, and its `result` says where they go next. */
export function answerForm(state: State, announce: Announce, request: FormAnswers): AnswerFormOutcome {
  const { store, clock } = state;
  return store.transaction(() => {
    const form = findOpenForm(state, request.slug);
    if (form === null) return { kind: "not_found" };
    const reading = readAnswers(form, request.answers);
    if (reading.kind === "invalid") return { kind: "invalid", form, errors: reading.errors };
    const createdAt = clock.timestamp();
    const submission: RoutingSubmission = {
      id: randomUUID(),
      formId: form.id,
      answers: reading.answers,
      tracking: request.tracking,
      result: routeAnswers(form, reading.answers),
      submitter: null,
      createdAt,
      updatedAt: createdAt,
    };
    store.routingSubmissions.put(submission);
    announce({
      event: "routing_form_submission.created",
      organizationId: form.organizationId,
      userIds: [],
      payload: (origins) => presentRoutingSubmission(submission, origins),
    });
    return { kind: "submitted", form, submission };
  });
}

/**
 * The submission that a booking comes from, by the id that the page's address carries; null for one that is unknown,
 * used, or led elsewhere. A stale address is no reason to refuse a booking.
 */
export function openSubmission({ store }: State, id: string | undefined, eventType: EventType): string | null {
  const submission = id === undefined ? null : store.routingSubmissions.get(id);
  const isOpen =
    submission?.submitter === null &&
    submission.result.type === "event_type" &&
    submission.result.eventTypeId === eventType.id;
  return isOpen ? submission.id : null;
}

/** The invitee becomes the submitter of the submission that they booked from; after a reschedule, the new one does. */
export function linkSubmission({ store, clock }: State, invitee: Invitee): void {
  const { routingSubmissionId } = invitee;
  const submission = routingSubmissionId === null ? null : store.routingSubmissions.get(routingSubmissionId);
  if (submission === null) return;
  const submitter = { eventId: invitee.eventId, inviteeId: invitee.id };
  store.routingSubmissions.put({ ...submission, submitter, updatedAt: clock.timestamp() });
}
