import type { Certificate, CoachDrift, FleetDrift, Sweep } from "@punctual/contract";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin, AuthorizedCoach } from "../access/index.ts";
import { type DriftRow, selectDrift, selectFleetDrift } from "./read-drift.ts";
import type { SweepRecord } from "./types.ts";

export type GetDriftOutcome =
  | {
      readonly kind: "listed";
      readonly page: { readonly fleet: FleetDrift; readonly items: CoachDrift[]; readonly nextCursor: string | null };
    }
  | { readonly kind: "cursor_unknown" };

/** The programme's drift certificate, and one page of the coaches', by name. */
export async function getDrift(
  context: Context,
  _admin: AuthorizedAdmin,
  filter: { readonly cursor?: string | undefined; readonly limit: number; readonly attention: boolean },
): Promise<GetDriftOutcome> {
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
  if (after === null) return { kind: "cursor_unknown" };
  const fleet = await getFleetDrift(context);
  const rows = await selectDrift(context.database, { attention: filter.attention, after, limit: filter.limit + 1 });
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  const nextCursor = rows.length > filter.limit && last !== undefined ? writeCursor(last) : null;
  return { kind: "listed", page: { fleet, items: page.map(toCoachDrift), nextCursor } };
}

/** The sums over every coach whose Calendly can be asked. */
export async function getFleetDrift(context: Context): Promise<FleetDrift> {
  const row = await selectFleetDrift(context.database);
  if (row === undefined) throw new Error("the drift query answered no row");
  const { oldestAt, newestAt, ...counts } = row;
  return {
    at: context.clock.now().toString(),
    ...counts,
    oldestAt: oldestAt?.toString() ?? null,
    newestAt: newestAt?.toString() ?? null,
  };
}

const exportedAtOnce = 200;

/** Every coach's certificates, a few at a time: an export never holds the whole programme. */
export async function* everyCoachDrift(context: Context): AsyncGenerator<CoachDrift> {
  let after: { name: string; id: string } | undefined;
  for (;;) {
    const rows = await selectDrift(context.database, { after, limit: exportedAtOnce });
    yield* rows.map(toCoachDrift);
    const last = rows.at(-1);
    if (last === undefined || rows.length < exportedAtOnce) return;
    after = { name: last.name, id: last.coachId };
  }
}

/** The coach's own certificates. */
export async function getOwnDrift(context: Context, coach: AuthorizedCoach): Promise<Certificate> {
  const [row] = await selectDrift(context.database, { coachId: coach.personId, limit: 1 });
  return row === undefined ? noCertificate : toCoachDrift(row).certificate;
}

const noCertificate: Certificate = { newest: null, full: null, running: null, failed: null, remaining: 0 };

function toCoachDrift(row: DriftRow): CoachDrift {
  const coach = { id: row.coachId, name: row.name };
  const shown = (sweep: SweepRecord | null) => (sweep === null ? null : toSweep(sweep, coach));
  const [newest, full, latest] = [shown(row.newest), shown(row.full), shown(row.latest)];
  return {
    coach,
    connection: row.state === "active" ? "active" : "needs_reconnect",
    certificate: {
      newest,
      full,
      running: shown(row.running),
      failed: latest?.state === "failed" ? latest : null,
      remaining: Math.max(newest?.remaining ?? 0, full?.remaining ?? 0),
    },
  };
}

/** A sweep as our API shows it. */
export function toSweep(record: SweepRecord, coach: { readonly id: string; readonly name: string }): Sweep {
  const { id, depth, cause, state, trouble, sessionsCompared, inviteesCompared, found, repaired } = record;
  return {
    ...{ id, coach, depth, cause, state, trouble, sessionsCompared, inviteesCompared, found, repaired },
    from: record.fromAt.toString(),
    startedAt: record.startedAt.toString(),
    endedAt: record.endedAt?.toString() ?? null,
    remaining: found - repaired,
    differences: record.differences.map((difference) => ({ ...difference, fields: [...difference.fields] })),
  };
}

const cursorSchema = z.tuple([z.string().regex(/^[^\0]*$/), z.string().regex(/^\w*$/)]);

function writeCursor({ name, coachId }: DriftRow): string {
  return Buffer.from(JSON.stringify([name, coachId])).toString("base64url");
}

/** Null for anything that this list did not hand out. */
function readCursor(cursor: string): { readonly name: string; readonly id: string } | null {
  try {
    const [name, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { name, id };
  } catch {
    return null;
  }
}
