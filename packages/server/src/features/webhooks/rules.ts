import { createHash } from "node:crypto";
import { instantSchema, type RefusalReason } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { sealedColumns } from "../../platform/crypto/sealed-columns.ts";
import type { DeliveryPosition, DeliveryQuery } from "./types.ts";

const opaque = "base64:";

/** What a sealed body is bound to: it opens in its own row and nowhere else. */
export function bodyBinding(deliveryId: string): string {
  return sealedColumns.deliveryBody.boundTo(deliveryId);
}

/** The body as text, without losing a byte: what is not UTF-8 is kept in base64. JSON never begins like that. */
export function textOfBody(rawBody: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(rawBody);
    if (!text.startsWith(opaque)) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return opaque + Buffer.from(rawBody).toString("base64");
}

/** The very bytes that {@link textOfBody} was given. */
export function bodyOfText(text: string): Uint8Array {
  return isOpaque(text) ? Buffer.from(text.slice(opaque.length), "base64") : Buffer.from(text, "utf8");
}

/** True for the text of a body that is not UTF-8. */
export function isOpaque(text: string): boolean {
  return text.startsWith(opaque);
}

/** What a record may be ahead of the signature: clocks of one company differ by less. */
const dateTolerance = { minutes: 15 };

/**
 * The date in a change that lies after its own signature; null when none does. Such a record would count as newer than
 * everything that Calendly says later.
 */
export function futureDate(change: SessionChange, signedAt: Temporal.Instant): Temporal.Instant | null {
  const latest = signedAt.add(dateTolerance);
  const { session, invitees } = change;
  const dates = [session, ...invitees].flatMap((record) => [record.calendlyCreatedAt, record.calendlyUpdatedAt]);
  const known = [...dates, ...invitees.map(({ noShowKnownAt }) => noShowKnownAt)].filter((date) => date !== null);
  return known.find((date) => Temporal.Instant.compare(date, latest) > 0) ?? null;
}

/** The key of the job that applies a delivery: every replay is a job of its own. */
export function applicationKey(deliveryId: string, replay: number): string {
  return replay === 0 ? deliveryId : `${deliveryId} ${replay}`;
}

export const refusalSentences: Record<RefusalReason, string> = {
  missing: "No signature came along: this was not Calendly, or a proxy removes the header Calendly-Webhook-Signature.",
  malformed: "The signature could not be read: this was not Calendly.",
  mismatch:
    "The signature does not fit. If Calendly sent it, CALENDLY_WEBHOOK_SIGNING_KEY is not the signing key of your OAuth app.",
  stale: "The signature was over 3 minutes old: a repeat of something older, or this machine's clock is ahead.",
  future: "The signature is of a time to come: this machine's clock is behind.",
  too_large: "The body was larger than 1 MiB, which no webhook of Calendly is.",
  too_slow: "The body did not arrive within 10 seconds.",
};

/** An opaque cursor. It belongs to the filters that made it: with others the page would have gaps. */
export function writeCursor(position: DeliveryPosition, query: DeliveryQuery): string {
  const parts = [position.receivedAt.toString(), position.id, fingerprint(query)];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

const cursorSchema = z.tuple([instantSchema, z.string().regex(/^\w{1,64}$/), z.string()]);

/** Reads a cursor back; null when it is not one of ours or belongs to other filters. */
export function readCursor(cursor: string, query: DeliveryQuery): DeliveryPosition | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!parsed.success) return null;
    const [receivedAt, id, print] = parsed.data;
    return print === fingerprint(query) ? { receivedAt: Temporal.Instant.from(receivedAt), id } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function fingerprint({ state, eventName, coachId, search }: DeliveryQuery): string {
  const parts = [state, eventName, coachId, search].map((part) => part ?? null);
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12);
}

/** The beginning of an id as a person types it: with the prefix or without, nothing that a pattern would read. */
export function idPrefix(search: string): string {
  const typed = search.trim();
  return (typed.startsWith("dlv_") ? typed : `dlv_${typed}`).replace(/[\\%_]/g, "\\$&");
}
