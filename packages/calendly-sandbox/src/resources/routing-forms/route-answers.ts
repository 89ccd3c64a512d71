import { isEmail } from "../../world/check-booking.ts";
import type { RoutingAnswer, RoutingForm, RoutingQuestion, RoutingTarget } from "./routing-form-records.ts";

const longestAnswer = 10_000;
const longestLine = 255;

/** By question id: one sentence each, ready to be shown beside the question. */
export type AnswerErrors = Readonly<Record<string, string>>;

export type AnswersReading =
  | { readonly kind: "read"; readonly answers: readonly RoutingAnswer[] }
  | { readonly kind: "invalid"; readonly errors: AnswerErrors };

function looksLikePhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return /^\+?[\d\s().-]+$/.test(text) && digits >= 6 && digits <= 15;
}

function missingSentence({ type, choices }: RoutingQuestion): string {
  if (choices !== null) return "Please choose one.";
  if (type === "name") return "Please enter your name.";
  return type === "email" ? "Please enter your email address." : "Please answer this question.";
}

function troubleWith(question: RoutingQuestion, answer: string): string | null {
  if (answer === "") return question.required ? missingSentence(question) : null;
  if (question.choices !== null && !question.choices.includes(answer)) return "Please choose from the list.";
  if (question.type === "email" && !isEmail(answer)) return "Please enter an email address, like name@example.com.";
  if (question.type === "phone" && !looksLikePhone(answer))
    return "Please enter a phone number, with its country code.";
  const longest = question.type === "textarea" ? longestAnswer : longestLine;
  return answer.length > longest ? `Please use at most ${longest.toLocaleString("en")} characters.` : null;
}

/** Checks what was given, by question id, against the form. */
export function readAnswers(form: RoutingForm, given: Readonly<Record<string, string>>): AnswersReading {
  const errors: Record<string, string> = {};
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
