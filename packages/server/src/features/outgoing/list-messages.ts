import { instantSchema, type OutgoingMessage, outgoingMessageSchema, outgoingStateSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { findEndpoint, listMessageRows, type MessagePosition } from "./queries.ts";
import type { MessageRow } from "./types.ts";

export type MessagePage =
  | { readonly kind: "page"; readonly items: OutgoingMessage[]; readonly nextCursor: string | null }
  | { readonly kind: "cursor_unknown" }
  | { readonly kind: "not_found" };

interface Which {
  readonly endpointId: string;
  readonly state: MessageRow["state"] | undefined;
}

/** One page of an endpoint's messages, newest first. */
export async function listMessages(
  context: Context,
  admin: AuthorizedAdmin,
  which: Which,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<MessagePage> {
  if ((await findEndpoint(context.database, which.endpointId)) === null) return { kind: "not_found" };
  const after = cursor === undefined ? null : readCursor(cursor, which);
  if (cursor !== undefined && after === null) return { kind: "cursor_unknown" };
  const rows = await listMessageRows(context.database, admin, which, { after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    kind: "page",
    items: shown.map(toMessage),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(last, which) : null,
  };
}

/** As it is shown: without what it carries, which is ids that the page links to nowhere. */
export function toMessage(row: MessageRow): OutgoingMessage {
  return {
    id: row.id,
    kind: outgoingMessageSchema.shape.kind.parse(row.kind),
    subject: row.subject,
    state: row.state,
    attempts: row.attempts,
    lastStatus: row.lastStatus,
    lastTrouble: row.lastTrouble,
    nextAttemptAt: row.nextAttemptAt?.toString() ?? null,
    settledAt: row.settledAt?.toString() ?? null,
    createdAt: row.createdAt.toString(),
  };
}

/**
 * A place belongs to the list that it was given out by. Only what Postgres can compare with: a cursor comes back from
 * outside.
 */
const cursorSchema = z.tuple([
  instantSchema,
  z.string().regex(/^out_\w{1,40}$/),
  z.string(),
  outgoingStateSchema.nullable(),
]);

function writeCursor({ createdAt, id }: MessagePosition, { endpointId, state }: Which): string {
  return Buffer.from(JSON.stringify([createdAt.toString(), id, endpointId, state ?? null])).toString("base64url");
}

function readCursor(cursor: string, which: Which): MessagePosition | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (!parsed.success) return null;
    const [createdAt, id, endpointId, state] = parsed.data;
    if (endpointId !== which.endpointId || state !== (which.state ?? null)) return null;
    return { createdAt: Temporal.Instant.from(createdAt), id };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
