import * as z from "zod";
import { idInUri } from "../http/reader.ts";
import { isTimeZone } from "../slots/zone.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { Hold } from "../world/holds.ts";
import type { BookingRequest, EventType, InvalidDetail, User, World } from "../world/types.ts";
import { conflict, defined, instant, read } from "./read.ts";

const day = 86_400_000;

export const bookSchema = z.strictObject({
  /** Id, URI, or address of the page: `maya-okafor/60-minute-coaching`. */
  eventType: z.string().min(1).max(500),
  /** The first open time when left out. */
  startTime: instant.optional(),
  name: z.string().min(1).max(200).optional(),
  email: z.string().min(3).max(254).optional(),
  timeZone: z.string().refine(isTimeZone, "is no IANA time zone").optional(),
  duration: z.number().int().min(1).max(1440).optional(),
  /** By the question's name. Required questions that are left out are answered for you. */
  answers: z.record(z.string(), z.string().max(10_000)).optional(),
  guests: z.array(z.string().max(254)).max(10).optional(),
});

export const holdSchema = bookSchema.pick({ eventType: true, startTime: true, duration: true }).extend({
  /** The code of the single-use link that was followed. */
  linkCode: z.string().min(1).max(100).optional(),
});

/** Why something is refused, from Calendly's own words for it. */
export function refusal(what: string, details: readonly InvalidDetail[]): SandboxTrouble {
  const reasons = details.map(({ parameter, message }) =>
    parameter === undefined ? message : `${parameter} ${message}`,
  );
  return new SandboxTrouble(`${what}: ${reasons.join("; ") || "it is not possible"}.`, { kind: "invalid" });
}

const taken = (what: string, startAt: number, { name }: EventType) =>
  conflict(`${what}: ${new Date(startAt).toISOString()} is not an open time of ${name}.`);

/** The event type of an id, a URI or a page's address. Throws `SandboxTrouble` (`missing`) when there is none. */
export function eventTypeNamed(world: World, name: string): { readonly eventType: EventType; readonly host: User } {
  const id = idInUri(name, "event_types") ?? name;
  const [eventTypeSlug = "", slug = ""] = name
    .replace(/[?#].*$/, "")
    .split("/")
    .filter(Boolean)
    .reverse();
  const found = world.findEventTypeById(id) ?? world.findEventType(slug, eventTypeSlug);
  if (found === null) throw new SandboxTrouble(`There is no event type "${name}".`, { kind: "missing" });
  return found;
}

/** The first open time of the next two months. */
export function firstOpening(world: World, eventType: EventType, exceptEventId?: string): number {
  const from = world.now();
  const except = exceptEventId === undefined ? {} : { exceptEventId };
  for (let week = 0; week < 9; week += 1) {
    const window = { from: from + week * 7 * day, to: from + (week + 1) * 7 * day };
    const first = world.openings({ eventTypeId: eventType.id, ...window, ...except })[0];
    if (first !== undefined) return first.startAt;
  }
  throw conflict(`${eventType.name} has no open time in the next two months.`);
}

function answersFor(eventType: EventType, given: Readonly<Record<string, string>>): BookingRequest["answers"] {
  const asked = eventType.questions.flatMap((question) => {
    const usual = { phone_number: "+1 202-555-0100" } as Partial<Record<typeof question.type, string>>;
    const answer =
      given[question.name] ??
      (question.enabled && question.required
        ? (question.answer_choices[0] ?? usual[question.type] ?? "Booked from the sandbox's controls.")
        : undefined);
    return answer === undefined ? [] : [{ question: question.name, answer, position: question.position }];
  });
  const known = new Set(asked.map(({ question }) => question));
  const unknown = Object.entries(given).filter(([question]) => !known.has(question));
  return [...asked, ...unknown.map(([question, answer]) => ({ question, answer, position: 0 }))];
}

function locationFor(eventType: EventType): BookingRequest["location"] {
  const kind = eventType.locations?.[0]?.kind;
  if (kind === "outbound_call") return { kind, location: "+1 202-555-0100" };
  return kind === "ask_invitee" ? { kind, location: "At the office" } : null;
}

/** Books as a person does on the page; what is left out is filled in plausibly. */
export function bookAsPerson(world: World, request: z.input<typeof bookSchema>) {
  const wanted = read(bookSchema, request);
  const { eventType, host } = eventTypeNamed(world, wanted.eventType);
  const startAt = wanted.startTime ?? firstOpening(world, eventType);
  const outcome = world.book({
    eventTypeId: eventType.id,
    startTime: new Date(startAt).toISOString(),
    ...(wanted.duration === undefined ? {} : { duration: wanted.duration }),
    invitee: {
      name: wanted.name ?? "Sam Rivera",
      email: wanted.email ?? "sam.rivera@visitor.example",
      timezone: wanted.timeZone ?? host.timeZone,
    },
    answers: answersFor(eventType, wanted.answers ?? {}),
    guests: wanted.guests ?? [],
    location: locationFor(eventType),
    tracking: null,
    method: "page",
  });
  if (outcome.kind === "booked") return { event: outcome.event, invitee: outcome.invitee };
  if (outcome.kind === "slot_taken") throw taken("Not booked", startAt, eventType);
  throw refusal("Not booked", outcome.details);
}

/** Keeps a time as the page does while its form is filled in. */
export function holdAsPerson(world: World, request: z.input<typeof holdSchema>): Hold {
  const { eventType: name, startTime, ...rest } = read(holdSchema, request);
  const { eventType } = eventTypeNamed(world, name);
  const startAt = startTime ?? firstOpening(world, eventType);
  const outcome = world.holdSlot({ eventTypeId: eventType.id, startAt, ...defined(rest) });
  if (outcome.kind === "held") return outcome.hold;
  throw taken("Not held", startAt, eventType);
}
