import { asc, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { InviteeSnapshot, SessionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { invitees, sessions } from "../../platform/database/schema.ts";
import { updatingRows, upsertingRows } from "../../platform/database/write-rows.ts";
import type { ChainLink } from "./types.ts";

/*
 * Each of these is one statement, however many records: a page of a backfill has fifty sessions, a delivery one.
 */

export interface MirroredSession {
  readonly id: string;
  readonly coachId: string;
  readonly revision: number;
  readonly goneAt: Temporal.Instant | null;
  readonly snapshot: SessionSnapshot;
}

export interface MirroredInvitee {
  readonly id: string;
  readonly sessionId: string;
  readonly snapshot: InviteeSnapshot;
}

/** The mirrored sessions of these URIs, by URI. */
export async function readSessions(tx: Transaction, uris: readonly string[]): Promise<Map<string, MirroredSession>> {
  const rows = await tx
    .select()
    .from(sessions)
    .where(sql`${sessions.uri} = any(${sql.param([...uris])}::text[])`);
  return new Map(
    rows.map((row) => {
      const { id, coachId, revision, goneAt, createdAt: _created, updatedAt: _updated, ...snapshot } = row;
      return [snapshot.uri, { id, coachId, revision, goneAt, snapshot }];
    }),
  );
}

/** The mirrored invitees of these sessions, those of each in the order in which they booked. */
export async function readInvitees(tx: Transaction, sessionIds: readonly string[]): Promise<MirroredInvitee[]> {
  if (sessionIds.length === 0) return [];
  const rows = await tx
    .select()
    .from(invitees)
    .where(sql`${invitees.sessionId} = any(${sql.param([...sessionIds])}::text[])`)
    .orderBy(asc(invitees.calendlyCreatedAt), asc(invitees.uri));
  return rows.map((row) => {
    const { id, sessionId, createdAt: _created, updatedAt: _updated, ...told } = row;
    const { chainUri: _chain, chainMoves: _moves, ...snapshot } = told;
    return { id, sessionId, snapshot };
  });
}

const upsertSessions = upsertingRows(sessions, { key: "id", left: ["createdAt"], kept: [] });

// What chain an invitee belongs to comes out afterwards: see `settle-chains.ts`.
const upsertInvitees = upsertingRows(invitees, {
  key: "id",
  left: ["createdAt"],
  kept: ["sessionId", "chainUri", "chainMoves"],
});

export async function writeSessions(
  tx: Transaction,
  mirrored: readonly MirroredSession[],
  now: Temporal.Instant,
): Promise<void> {
  if (mirrored.length === 0) return;
  await tx.execute(upsertSessions(mirrored.map(({ snapshot, ...own }) => ({ ...snapshot, ...own, updatedAt: now }))));
}

/** Writes invitees; one who is new begins as a chain of their own. */
export async function writeInvitees(
  tx: Transaction,
  mirrored: readonly MirroredInvitee[],
  now: Temporal.Instant,
): Promise<void> {
  if (mirrored.length === 0) return;
  const rows = mirrored.map(({ snapshot, ...own }) => {
    return { ...snapshot, ...own, chainUri: snapshot.uri, chainMoves: 0, updatedAt: now };
  });
  await tx.execute(upsertInvitees(rows));
}

const updateLinks = updatingRows(invitees, {
  key: "uri",
  fields: ["rescheduled", "oldInviteeUri", "newInviteeUri", "chainUri", "chainMoves", "updatedAt"],
});

export async function writeChainLinks(
  tx: Transaction,
  links: readonly ChainLink[],
  now: Temporal.Instant,
): Promise<void> {
  if (links.length === 0) return;
  await tx.execute(updateLinks(links.map(({ sessionId: _session, ...link }) => ({ ...link, updatedAt: now }))));
}
