import type { Answer, CustomQuestion, InvalidDetail } from "./types.ts";

const longest = { string: 255, text: 10_000, phone_number: 40, single_select: 255, multi_select: 10_000 } as const;

/** Whether a text can be a phone number, in whatever notation: 5 to 15 digits (E.164), a plus before them or not. */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return /^\+?[\d\s().\-/]+$/.test(text) && digits >= 5 && digits <= 15;
}

/** Several choices are one answer with a line for each, also comma separated when no choice has a comma itself. */
function choicesIn(answer: string, choices: readonly string[]): readonly string[] {
  const lines = answer.split("\n").map((line) => line.trim());
  return lines
    .flatMap((line) => (choices.includes(line) ? [line] : line.split(",").map((part) => part.trim())))
    .filter((choice) => choice !== "");
}

/** What is wrong with an answer that is not empty; null when nothing is. */
function checkAnswer(question: CustomQuestion, answer: string): string | null {
  const limit = longest[question.type];
  if (answer.length > limit) return `size cannot be greater than ${limit}`;
  const { type, answer_choices: choices, include_other: other } = question;
  switch (type) {
    case "string":
    case "text":
      return null;
    case "phone_number":
      return isPhoneNumber(answer) ? null : "is not a valid phone number";
    case "single_select":
      return other || choices.includes(answer) ? null : "is not a choice";
    case "multi_select":
      return other || choicesIn(answer, choices).every((choice) => choices.includes(choice)) ? null : "is not a choice";
  }
}

/**
 * What is wrong with the answers to an event type's questions. A question is known by its exact text; hidden ones are
 * not asked. What is there is named by its place in the request, what is missing by the question's position.
 */
export function checkAnswers(questions: readonly CustomQuestion[], answers: readonly Answer[]): InvalidDetail[] {
  const details: InvalidDetail[] = [];
  const asked = new Map(questions.flatMap((question) => (question.enabled ? [[question.name, question]] : [])));
  const answered = new Set<string>();
  answers.forEach(({ question: name, answer }, at) => {
    const question = asked.get(name);
    const fail = (part: "question" | "answer", message: string) =>
      details.push({ parameter: `questions_and_answers[${at}].${part}`, message });
    if (question === undefined) {
      fail("question", "is not a question of this event type");
      return;
    }
    if (answered.has(name)) fail("question", "is answered twice");
    answered.add(name);
    const text = answer.trim();
    if (text === "") {
      if (question.required) fail("answer", "is missing");
      return;
    }
    const wrong = checkAnswer(question, text);
    if (wrong !== null) fail("answer", wrong);
  });
  for (const { name, required, position } of asked.values()) {
    if (required && !answered.has(name)) {
      details.push({ parameter: `questions_and_answers[${position}].question`, message: "is missing" });
    }
  }
  return details;
}
