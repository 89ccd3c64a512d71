import { isPhoneNumber } from "../../world/check-answers.ts";
import { isEmail } from "../../world/check-booking.ts";
import type { RoutingAnswer, RoutingForm, RoutingQuestion, RoutingTarget } from "./routing-form-records.ts";

const longestAnswer = 10_000;
const longestLine = 255;

/** What is wrong with an answer, in the API's manner; the page says it in its reader's language. */
export type AnswerTrouble =
  | "is missing"
  | "is not a choice"
  | "is not an email address"
  | "is not a phone number"
  | "is too long";

/** By question id. */
export type AnswerErrors = Readonly<Record<string, AnswerTrouble>>;

export type AnswersReading =
  | { readonly kind: "read"; readonly answers: readonly RoutingAnswer[] }
  | { readonly kind: "invalid"; readonly errors: AnswerErrors };

/** Characters that an answer may have. */
export function longestOf({ type }: RoutingQuestion): number {
  return type === "textarea" ? longestAnswer : longestLine;
}

function troubleWith(question: RoutingQuestion, answer: string): AnswerTrouble | null {
  if (answer === "") return question.required ? "is missing" : null;
  if (question.choices !== null && !question.choices.includes(answer)) return "is not a choice";
  if (question.type === "email" && !isEmail(answer)) return "is not an email address";
  if (question.type === "phone" && !isPhoneNumber(answer)) return "is not a phone number";
  return answer.length > longestOf(question) ? "is too long" : null;
}

/** Checks what was given, by question id, against the form. */
export function readAnswers(form: RoutingForm, given: Readonly<Record<string, string>>): AnswersReading {
  const errors: Record<string, AnswerTrouble> = {};
  const answers = form.questions.map((question): RoutingAnswer => {
    const answer = (Object.hasOwn(given, question.id) ? (given[question.id] ?? "") : "").trim();
    const trouble = troubleWith(question, answer);
    if (trouble !== null) errors[question.id] = trouble;
    return { questionId: question.id, question: question.name, answer: answer === "" ? null : answer };
  });
  return Object.keys(errors).length > 0 ? { kind: "invalid", errors } : { kind: "read", answers };
}

/** Where the answers lead: the first rule all of whose conditions hold. */
export function routeAnswers(form: RoutingForm, answers: readonly RoutingAnswer[]): RoutingTarget {
  const given = new Map(answers.map(({ questionId, answer }) => [questionId, answer?.toLowerCase() ?? null]));
  const rule = form.rules.find(({ when }) =>
    when.every(({ questionId, isOneOf }) => isOneOf.some((wanted) => wanted.toLowerCase() === given.get(questionId))),
  );
  return rule?.then ?? form.otherwise;
}

/** The answer to the first question of a type, or an empty text. */
export function answerOf(form: RoutingForm, answers: readonly RoutingAnswer[], type: RoutingQuestion["type"]): string {
  const question = form.questions.find((one) => one.type === type);
  return answers.find(({ questionId }) => questionId === question?.id)?.answer ?? "";
}
