import { eventTypeUri, inviteeUri, type Origins } from "../../http/origin.ts";
import type { RoutingForm, RoutingSubmission, RoutingTarget } from "./routing-form-records.ts";

export function routingFormUri(origins: Origins, id: string): string {
  return `${origins.api}/routing_forms/${id}`;
}

export function routingSubmissionUri(origins: Origins, id: string): string {
  return `${origins.api}/routing_form_submissions/${id}`;
}

export function presentRoutingForm(form: RoutingForm, origins: Origins) {
  return {
    uri: routingFormUri(origins, form.id),
    organization: `${origins.api}/organizations/${form.organizationId}`,
    name: form.name,
    status: form.status,
    questions: form.questions.map(({ id, name, type, required, choices }) => ({
      uuid: id,
      name,
      type,
      required,
      answer_choices: choices,
    })),
    created_at: form.createdAt,
    updated_at: form.updatedAt,
  };
}

function presentResult(result: RoutingTarget, origins: Origins) {
  switch (result.type) {
    case "event_type":
      return { type: result.type, value: eventTypeUri(origins, result.eventTypeId) };
    case "external_url":
      return { type: result.type, value: result.url };
    case "custom_message":
      return { type: result.type, value: { headline: result.headline, body: result.body } };
  }
}

/** In REST answers, and as it is in `routing_form_submission.created`. */
export function presentRoutingSubmission(submission: RoutingSubmission, origins: Origins) {
  return {
    uri: routingSubmissionUri(origins, submission.id),
    routing_form: routingFormUri(origins, submission.formId),
    questions_and_answers: submission.answers.map(({ questionId, question, answer }) => ({
      question_uuid: questionId,
      question,
      answer,
    })),
    tracking: submission.tracking,
    result: presentResult(submission.result, origins),
    submitter: submission.submitter === null ? null : inviteeUri(origins, submission.submitter),
    submitter_type: submission.submitter === null ? null : "Invitee",
    created_at: submission.createdAt,
    updated_at: submission.updatedAt,
  };
}
