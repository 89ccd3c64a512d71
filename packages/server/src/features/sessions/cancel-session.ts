import { CalendlyError, type Cancellation, endpoints } from "@punctual/calendly";
import type { Session } from "@punctual/contract";
import { type CalendlyFailure, calendlyFailure } from "../../platform/calendly/failure.ts";
import { translateCancellation } from "../../platform/calendly/translate-cancellation.ts";
import type { Context } from "../../platform/context.ts";
import { type AuthorizedAdmin, type AuthorizedCoach, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { type CalendlyAccess, calendlyFor } from "../connections/index.ts";
import { readSessionNow } from "../sync/index.ts";
import { viewSession } from "./get-session.ts";
import { findSession } from "./queries.ts";
import { type CancelRefusal, cancelRefusal } from "./rules.ts";
import type { SessionRecord } from "./types.ts";

export type CancelOutcome =
  | { readonly kind: "canceled"; readonly session: Session }
  | { readonly kind: "not_found" }
  | { readonly kind: CancelRefusal }
  | { readonly kind: "connection_missing" }
  | CalendlyFailure;

type Ready = Extract<CalendlyAccess, { kind: "ready" }>;
type Host = AuthorizedCoach | AuthorizedAdmin;

/**
 * Cancels a session at Calendly for all its invitees, then reads it back, so that the mirror and the answer are right
 * before the webhook comes. Asked again after an answer was lost, it finds what it did.
 */
export async function cancelSession(
  context: Context,
  viewer: Host,
  request: { readonly idOrUuid: string; readonly reason: string; readonly requestId: string },
): Promise<CancelOutcome> {
  const record = await find(context, viewer, request.idOrUuid);
  if (record === null) return { kind: "not_found" };
  const refusal = cancelRefusal(record, context.clock.now());
  if (refusal !== null) return { kind: refusal };
  const access = await calendlyFor(context, record.coachId, { purpose: "person" });
  switch (access.kind) {
    case "missing":
      return { kind: "connection_missing" };
    case "needs_reconnect":
      return { kind: "connection_needs_reconnect", trouble: access.trouble };
    case "ready":
      return cancelAtCalendly(context, viewer, request, record, access);
  }
}

async function cancelAtCalendly(
  context: Context,
  viewer: Host,
  request: { readonly reason: string; readonly requestId: string },
  record: SessionRecord,
  access: Ready,
): Promise<CancelOutcome> {
  let cancellation: Cancellation;
  try {
    const answer = await access.client.request(endpoints.cancelScheduledEvent, {
      params: { uuid: record.uri },
      body: { reason: request.reason },
    });
    cancellation = answer.resource;
  } catch (error) {
    return afterRefusal(context, viewer, request, record, access, error);
  }
  await audit(context, viewer, request, record);
  // The cancellation stands even when Calendly cannot be read just now: the webhook will bring the rest.
  if (await reread(context, access, record)) {
    const fresh = await find(context, viewer, record.id);
    if (fresh !== null)
      return { kind: "canceled", session: await viewSession(context, viewer, fresh, request.requestId) };
  }
  const told = translateCancellation(cancellation, context.config.calendly, context.clock.now());
  const canceled = { ...record, status: "canceled" as const, cancellation: told };
  return { kind: "canceled", session: await viewSession(context, viewer, canceled, request.requestId) };
}

/** Calendly did not say yes: it may have known more than the mirror, or its yes may have been lost. */
async function afterRefusal(
  context: Context,
  viewer: Host,
  request: { readonly reason: string; readonly requestId: string },
  record: SessionRecord,
  access: Ready,
  error: unknown,
): Promise<CancelOutcome> {
  const failure = calendlyFailure(error);
  const code = error instanceof CalendlyError ? error.code : null;
  if (code === "already_canceled" || code === "event_in_past") {
    await reread(context, access, record);
    return { kind: code === "already_canceled" ? "session_already_canceled" : "session_over" };
  }
  if (failure.kind !== "calendly_unavailable" || !(await reread(context, access, record))) return failure;
  const fresh = await find(context, viewer, record.id);
  if (fresh === null || fresh.status !== "canceled") return failure;
  // Somebody else was quicker: their reason is the one that everybody was told.
  if (fresh.cancellation?.reason !== request.reason) return { kind: "session_already_canceled" };
  await audit(context, viewer, request, record);
  return { kind: "canceled", session: await viewSession(context, viewer, fresh, request.requestId) };
}

/** True when the mirror now holds what Calendly says. */
async function reread(context: Context, access: Ready, record: SessionRecord): Promise<boolean> {
  try {
    await readSessionNow(context, access.client, record.uri);
    return true;
  } catch (error) {
    const failure = calendlyFailure(error);
    context.log.warn({ session: record.id, failure: failure.kind }, "session not read back");
    return false;
  }
}

async function audit(
  context: Context,
  viewer: Host,
  request: { readonly reason: string; readonly requestId: string },
  record: SessionRecord,
): Promise<void> {
  await context.database.transaction((tx) =>
    recordAudit(tx, {
      at: context.clock.now(),
      // A key acts for its admin, an admin for the coach.
      ...actorOf(viewer),
      ...(viewer.keyId === null && viewer.personId !== record.coachId ? { onBehalfOf: record.coachId } : {}),
      action: "session.canceled",
      subject: record.id,
      before: { status: "active" },
      after: { status: "canceled" },
      reason: request.reason,
      requestId: request.requestId,
    }),
  );
}

function find(context: Context, viewer: Host, idOrUuid: string): Promise<SessionRecord | null> {
  return findSession(context.database, viewer, idOrUuid, context.config.calendly.apiUrl);
}
