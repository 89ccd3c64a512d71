import type { Seeding } from "../../scenario/seed-session.ts";
import type { Booker } from "../../scenario/types.ts";
import type { State } from "../../state.ts";
import { noTracking } from "../../world/check-booking.ts";
import type { EventType, Invitee } from "../../world/records.ts";
import { routeAnswers } from "./route-answers.ts";
import type { RoutingForm, RoutingQuestion, RoutingSubmission } from "./routing-form-records.ts";

const day = 86_400_000;
const minute = 60_000;

const helps = ["One-to-one coaching", "A group workshop", "Something to read first", "Something else"] as const;
const experience = ["Less than a year", "One to five years", "More than five years"] as const;

type QuestionSketch = Omit<RoutingQuestion, "id">;

const sketches: readonly QuestionSketch[] = [
  { name: "Your name", type: "name", required: true, choices: null },
  { name: "Email", type: "email", required: true, choices: null },
  { name: "Phone number", type: "phone", required: false, choices: null },
  { name: "What are you looking for?", type: "select", required: true, choices: helps },
  { name: "How long have you been selling homes?", type: "radios", required: true, choices: experience },
  { name: "Anything we should know?", type: "textarea", required: false, choices: null },
];

/** The form that finds people what they look for, and a draft of another one. */
function seedForms(state: State, eventTypes: readonly EventType[], seeding: Seeding): RoutingForm | null {
  const { random, stamp, today } = seeding;
  const [first] = eventTypes;
  if (first === undefined) return null;
  const workshop = eventTypes.find(({ kind }) => kind === "group") ?? first;
  const questions = sketches.map((sketch): RoutingQuestion => ({ ...sketch, id: random.uuid() }));
  const looking = questions[3]?.id ?? "";
  const rule = (help: (typeof helps)[number], then: RoutingForm["otherwise"]) => ({
    when: [{ questionId: looking, isOneOf: [help] }],
    then,
  });
  const form: RoutingForm = {
    id: random.uuid(),
    organizationId: first.organizationId,
    slug: "find-your-coach",
    name: "Find your coach",
    status: "published",
    questions,
    rules: [
      rule(helps[0], { type: "event_type", eventTypeId: first.id }),
      rule(helps[1], { type: "event_type", eventTypeId: workshop.id }),
      rule(helps[2], { type: "external_url", url: "https://northside.example/reading" }),
    ],
    otherwise: {
      type: "custom_message",
      headline: "Thank you for writing",
      body: "A coach reads every message and answers within two working days.",
    },
    createdAt: stamp(today - 120 * day),
    updatedAt: stamp(today - 60 * day),
  };
  state.store.routingForms.put(form);
  state.store.routingForms.put({
    ...form,
    id: random.uuid(),
    slug: "partner-programme",
    name: "Partner programme",
    status: "draft",
    questions: sketches.slice(0, 2).map((sketch) => ({ ...sketch, id: random.uuid() })),
    rules: [],
    createdAt: stamp(today - 10 * day),
    updatedAt: stamp(today - 9 * day),
  });
  return form;
}

function submissionOf(
  form: RoutingForm,
  who: Pick<Booker, "name" | "email">,
  help: string,
  at: number,
  seeding: Seeding,
) {
  const { random, stamp } = seeding;
  const given = [who.name, who.email, null, help, random.pick(experience), null];
  const answers = form.questions.map(({ id, name }, position) => ({
    questionId: id,
    question: name,
    answer: given[position] ?? null,
  }));
  const createdAt = stamp(at);
  const submission: RoutingSubmission = {
    id: random.uuid(),
    formId: form.id,
    answers,
    tracking: random.chance(0.3) ? { ...noTracking, utm_source: "newsletter" } : noTracking,
    result: routeAnswers(form, answers),
    submitter: null,
    createdAt,
    updatedAt: createdAt,
  };
  return submission;
}

/**
 * A published form with submissions, some of which became bookings, and a draft. `eventTypes`: those that it can lead to,
 * the first one before all. Nothing is announced.
 */
export function seedRoutingForms(
  state: State,
  eventTypes: readonly EventType[],
  bookers: readonly Booker[],
  seeding: Seeding,
): void {
  const { store } = state;
  const { random, today } = seeding;
  const form = seedForms(state, eventTypes, seeding);
  const [first] = eventTypes;
  if (form === null || first === undefined) return;
  const booked = store.events
    .list({ where: { type: first.id, status: "active", start: { from: today - 90 * day } } })
    .slice(0, 4);
  const invitees = store.invitees.list({ where: { event: { in: booked.map(({ id }) => id) } } });
  for (const invitee of invitees) {
    const at = Date.parse(invitee.createdAt) - 4 * minute;
    const submission = submissionOf(form, invitee, helps[0], at, seeding);
    const submitter = { eventId: invitee.eventId, inviteeId: invitee.id };
    store.routingSubmissions.put({ ...submission, submitter, updatedAt: invitee.createdAt });
    store.invitees.put({ ...invitee, routingSubmissionId: submission.id } satisfies Invitee);
  }
  bookers.slice(0, 6).forEach((booker, at) => {
    const answeredAt = today - (2 + at * 6) * day + random.below(600) * minute;
    store.routingSubmissions.put(submissionOf(form, booker, helps[at % helps.length] ?? helps[0], answeredAt, seeding));
  });
}
