import type { CoachDrift, Connection, FleetDrift, Sweep } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import type { OpenQueue } from "../../platform/queue/queue.ts";
import { findConnection, getConnection } from "../connections/index.ts";
import { everyCoachDrift, getFleetDrift, toSweep } from "./get-drift.ts";
import { enqueueBackfillPage, enqueueSweepPage, syncJobs } from "./jobs.ts";
import { findCoach } from "./read-drift.ts";
import { findSweep } from "./record-sweeps.ts";
import { startBackfill } from "./start-backfill.ts";
import { startSweep } from "./start-sweep.ts";

/** Why an operator's wish came to nothing. */
export type SyncRefusal =
  | { readonly kind: "coach_unknown" }
  | { readonly kind: "connection_missing" }
  | { readonly kind: "connection_needs_reconnect"; readonly trouble: string | null }
  | { readonly kind: "backfill_running" };

/** What an operator may have done from the command line, and watch until it has ended. */
export interface OperatorSync {
  /** Copies a coach's history; one that runs already is watched instead. */
  backfill(
    wish: { readonly email: string; readonly days?: number | undefined },
    onProgress: (backfill: Connection["backfill"]) => void,
  ): Promise<
    SyncRefusal | { readonly kind: "ended"; readonly name: string; readonly backfill: Connection["backfill"] }
  >;
  /** Compares a coach's mirror with Calendly; one that runs already is watched instead. */
  sweep(
    wish: { readonly email: string; readonly depth: "recent" | "full" },
    onProgress: (sweep: Sweep) => void,
  ): Promise<SyncRefusal | { readonly kind: "ended"; readonly sweep: Sweep }>;
  /** The programme's certificate, and that of each coach. */
  drift(): Promise<{ readonly fleet: FleetDrift; readonly items: AsyncGenerator<CoachDrift> }>;
}

const lookEveryMs = 300;

/** The work is done here as well as by whatever worker shares the database, so that it ends even where none runs. */
export function followSync(context: Context & { readonly queue: OpenQueue }): OperatorSync {
  const workUntil = async <State>(look: () => Promise<State>, isOver: (state: State) => boolean): Promise<State> => {
    const worker = context.queue.working ? null : await context.queue.startWorker(syncJobs(context));
    try {
      for (;;) {
        const state = await look();
        if (isOver(state)) return state;
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    } finally {
      await worker?.stop();
    }
  };

  return {
    async backfill({ email, days }, onProgress) {
      const coach = await findCoach(context.database, email);
      if (coach === undefined) return { kind: "coach_unknown" };
      const begun = await startBackfill(context, coach.id, enqueueBackfillPage(context), { days });
      if (begun.kind !== "started" && begun.kind !== "running") return begun;
      const look = async () => {
        const { backfill } = await getConnection(context, coach.id);
        onProgress(backfill);
        return backfill;
      };
      const backfill = await workUntil(look, ({ state }) => state !== "running");
      return { kind: "ended", name: coach.name, backfill };
    },

    async sweep({ email, depth }, onProgress) {
      const coach = await findCoach(context.database, email);
      if (coach === undefined) return { kind: "coach_unknown" };
      const wish = { coachId: coach.id, depth, cause: "person", fromAt: null } as const;
      const begun = await startSweep(context, wish, enqueueSweepPage(context));
      if (begun.kind === "not_due") return { kind: "backfill_running" };
      if (begun.kind !== "started" && begun.kind !== "running") return begun;
      const look = async () => {
        const record = await findSweep(context.database, begun.sweepId);
        // Whoever erases a coach's data takes the sweep away with it.
        if (record === undefined || (await findConnection(context.database, coach.id)) === undefined) return null;
        const sweep = toSweep(record, coach);
        onProgress(sweep);
        return sweep;
      };
      const sweep = await workUntil(look, (state) => state === null || state.state !== "running");
      return sweep === null ? { kind: "connection_missing" } : { kind: "ended", sweep };
    },

    drift: async () => ({ fleet: await getFleetDrift(context), items: everyCoachDrift(context) }),
  };
}
