import { planRecap, publishRecap, switchNotetaker } from "../resources/meeting-recaps/keep-recap.ts";
import {
  type AnswerFormOutcome,
  answerForm,
  type FormAnswers,
  findOpenForm,
} from "../resources/routing-forms/answer-form.ts";
import type { RoutingForm, RoutingSubmission } from "../resources/routing-forms/routing-form-records.ts";
import type { State } from "../state.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { DueWork } from "./due-work.ts";
import type { ScheduledEvent } from "./records.ts";

/** What goes before a meeting and after it: routing forms, and the notetaker's recaps. */
export interface FrontDesk {
  /** A form whose page is open; drafts are not found. */
  findRoutingForm(slug: string): RoutingForm | null;
  findRoutingSubmission(submissionId: string): RoutingSubmission | null;
  /** Somebody answers a form; the submission's `result` says where they go next. */
  answerRoutingForm(request: FormAnswers): AnswerFormOutcome;
  /** False when there is no such user. Meetings of a notetaker that is on have a recap `recapAfter` their end. */
  switchNotetaker(userId: string, on: boolean): boolean;
  /** Makes the recap of a meeting that is over at once. */
  publishRecap(request: Parameters<typeof publishRecap>[2]): ReturnType<typeof publishRecap>;
}

export function createFrontDesk(state: State, announce: Announce, dueWork: DueWork): FrontDesk {
  return {
    findRoutingForm: (slug) => findOpenForm(state, slug),
    findRoutingSubmission: (submissionId) => state.store.routingSubmissions.get(submissionId),
    answerRoutingForm: (request) => answerForm(state, announce, request),
    switchNotetaker: (userId, on) => switchNotetaker(state, dueWork.plan, userId, on),
    publishRecap: (request) => publishRecap(state, announce, request),
  };
}

/** Books by `place`, and has the notetaker come where there is one, in one transaction. */
export function withNotetaker<Outcome extends object>(state: State, dueWork: DueWork, place: () => Outcome): Outcome {
  return state.store.transaction(() => {
    const outcome: Outcome & { readonly event?: ScheduledEvent } = place();
    if (outcome.event !== undefined) planRecap(state, dueWork.plan, outcome.event);
    return outcome;
  });
}
