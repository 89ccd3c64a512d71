import { Temporal } from "temporal-polyfill";
import type { StoredAnswer, StoredCancellation, StoredPayment } from "../database/schema.ts";
import type { CalendlyOrigins } from "./calendly-origins.ts";
import type { InviteeSnapshot, PersonalFields } from "./session-snapshot.ts";
import { cancellationIn } from "./translate-cancellation.ts";
import { demand, fieldsOf, fillUp, type WireFields } from "./wire-fields.ts";

/** How somebody whose data Calendly has deleted is called here. */
export const erasedName = "Deleted invitee";

/**
 * Translates an invitee, read at `observedAt`. Whatever is missing or odd is left untold, but for what is needed.
 *
 * @throws {UnusableRecord} without an address, a status or times.
 */
export function translateInvitee(
  wire: unknown,
  observedAt: Temporal.Instant,
  origins: CalendlyOrigins,
): InviteeSnapshot {
  const sent = fieldsOf(wire, origins);
  const needed = demand("", {
    uri: sent.uri("uri"),
    email: sent.text("email"),
    status: sent.text("status"),
    created_at: sent.instant("created_at"),
    updated_at: sent.instant("updated_at"),
  });
  const status = statusOf(needed.status);
  const seenAt = laterOf(observedAt, needed.updated_at);
  const cancellation = cancellationIn(sent, status, needed.updated_at);
  const erased = isErased(needed.email, sent.text("name"));
  const person = erased
    ? { fields: nobody(needed.updated_at, cancellation), lastTold: {} }
    : personOf(sent, needed.email, cancellation, origins);
  const booking = bookingOf(sent);
  return {
    uri: needed.uri,
    status,
    ...person.fields,
    ...booking.fields,
    rescheduled: sent.flag("rescheduled") ?? false,
    oldInviteeUri: sent.uri("old_invitee") ?? null,
    newInviteeUri: sent.uri("new_invitee") ?? null,
    ...noShowOf(sent, seenAt),
    calendlyCreatedAt: needed.created_at,
    calendlyUpdatedAt: needed.updated_at,
    observedAt: seenAt,
    lastTold: { ...person.lastTold, ...booking.lastTold },
  };
}

/** Everything that is not canceled takes place. */
export function statusOf(status: string): "active" | "canceled" {
  return status === "canceled" ? "canceled" : "active";
}

export function laterOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}

/**
 * What is left of a person whose data Calendly has deleted since `at`. That they called off stays, as a fact about the
 * session; who and why goes with them.
 */
export function nobody(at: Temporal.Instant, cancellation: StoredCancellation | null | undefined): PersonalFields {
  return {
    email: "",
    name: erasedName,
    firstName: null,
    lastName: null,
    textReminderNumber: null,
    questionsAndAnswers: [],
    cancellation: withoutPerson(cancellation ?? null),
    tracking: {},
    payment: null,
    cancelUrl: null,
    rescheduleUrl: null,
    erasedAt: at,
  };
}

/** A cancellation that does not say which invitee called off, nor what they wrote. */
export function withoutPerson(cancellation: StoredCancellation | null): StoredCancellation | null {
  return cancellation?.by === "invitee" ? { ...cancellation, canceledBy: erasedName, reason: null } : cancellation;
}

/**
 * Whether Calendly shows somebody's data as deleted: a name that says so with an address that nobody can have (RFC 2606
 * reserves `.invalid`). Either alone can be typed by anyone; the two together only by who wants to be forgotten.
 */
function isErased(email: string, name: string | undefined): boolean {
  const unreachable = !email.includes("@") || /[@.]invalid$/i.test(email);
  return unreachable && /^(deleted\b|$)/i.test(name ?? "");
}

function personOf(
  sent: WireFields,
  email: string,
  cancellation: StoredCancellation | null | undefined,
  origins: CalendlyOrigins,
) {
  const told = {
    email: email.toLowerCase(),
    name: sent.text("name"),
    firstName: sent.textOrNull("first_name"),
    lastName: sent.textOrNull("last_name"),
    textReminderNumber: sent.textOrNull("text_reminder_number"),
    questionsAndAnswers: answersIn(sent),
    cancellation,
    tracking: trackingIn(sent),
    payment: paymentIn(sent),
    cancelUrl: bookingPage(sent.text("cancel_url"), origins),
    rescheduleUrl: bookingPage(sent.text("reschedule_url"), origins),
    erasedAt: null,
  };
  const otherwise: PersonalFields = { ...nobody(Temporal.Instant.fromEpochMilliseconds(0), null), email: told.email };
  return fillUp<PersonalFields>(told, { ...otherwise, name: told.email, erasedAt: null });
}

function bookingOf(sent: WireFields) {
  return fillUp<
    Pick<
      InviteeSnapshot,
      "timeZone" | "reconfirmation" | "routingSubmissionUri" | "scheduledByUri" | "schedulingMethod"
    >
  >(
    {
      timeZone: sent.textOrNull("timezone"),
      reconfirmation: reconfirmationIn(sent),
      routingSubmissionUri: sent.uriOrNull("routing_form_submission"),
      scheduledByUri: sent.uriOrNull("invitee_scheduled_by"),
      schedulingMethod: sent.textOrNull("scheduling_method"),
    },
    {
      timeZone: null,
      reconfirmation: null,
      routingSubmissionUri: null,
      scheduledByUri: null,
      schedulingMethod: null,
    },
  );
}

function noShowOf(
  sent: WireFields,
  seenAt: Temporal.Instant,
): Pick<InviteeSnapshot, "noShowUri" | "noShowAt" | "noShowKnownAt"> {
  const mark = sent.recordOrNull("no_show");
  if (mark === null) return { noShowUri: null, noShowAt: null, noShowKnownAt: seenAt };
  const uri = mark?.uri("uri");
  if (mark === undefined || uri === undefined) return { noShowUri: null, noShowAt: null, noShowKnownAt: null };
  return { noShowUri: uri, noShowAt: mark.instant("created_at") ?? seenAt, noShowKnownAt: seenAt };
}

/** Answers in the order of the form. */
export function answersIn(sent: WireFields): StoredAnswer[] | undefined {
  const answers = sent.records("questions_and_answers")?.flatMap((one) => {
    const question = one.text("question");
    if (question === undefined) return [];
    return [{ question, answer: one.text("answer") ?? "", position: one.count("position") ?? null }];
  });
  return answers?.sort((a, b) => (a.position ?? Number.MAX_SAFE_INTEGER) - (b.position ?? Number.MAX_SAFE_INTEGER));
}

/** What was set of it, by Calendly's names. */
export function trackingIn(sent: WireFields): Record<string, string> | undefined {
  const tracking = sent.recordOrNull("tracking");
  if (!tracking) return tracking === null ? {} : undefined;
  const set = tracking.entries().filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(set.filter(([, value]) => value !== ""));
}

function paymentIn(sent: WireFields): StoredPayment | null | undefined {
  const payment = sent.recordOrNull("payment");
  if (!payment) return payment;
  const amount = payment.value("amount");
  const sum = typeof amount === "number" || (typeof amount === "string" && amount !== "") ? Number(amount) : Number.NaN;
  return {
    externalId: payment.text("external_id") ?? null,
    provider: payment.text("provider") ?? null,
    amount: Number.isFinite(sum) ? sum : null,
    currency: payment.text("currency") ?? null,
    terms: payment.text("terms") ?? null,
    successful: payment.flag("successful") ?? null,
  };
}

function reconfirmationIn(sent: WireFields): InviteeSnapshot["reconfirmation"] | undefined {
  const asked = sent.recordOrNull("reconfirmation");
  if (!asked) return asked;
  return {
    createdAt: asked.instant("created_at")?.toString() ?? null,
    confirmedAt: asked.instant("confirmed_at")?.toString() ?? null,
  };
}

/** The link, null when it leads elsewhere than to the configured booking pages: a foreign link is shown to nobody. */
function bookingPage(url: string | undefined, origins: CalendlyOrigins): string | null | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.parse(url);
  return parsed !== null && parsed.origin === new URL(origins.bookingUrl).origin ? parsed.href : null;
}
