import * as z from "zod";
import { formatInstant } from "../clock.ts";
import type { State } from "../state.ts";
import type { DueTask } from "../world/due-work.ts";
import type { Timestamp } from "../world/records.ts";
import { instant, read } from "./read.ts";

/** Something that does things by itself when their time has come. */
export interface DueSource {
  /** Milliseconds on the sandbox's clock of the next thing, or null. */
  nextDue(): number | null;
  /** Does all that is due; resolves when it is done. */
  settle(): Promise<void>;
}

export interface ClockReading {
  readonly now: Timestamp;
  readonly frozen: boolean;
  /** Seconds by which a running clock is ahead of the machine's; null when frozen. */
  readonly offsetSeconds: number | null;
}

/** Something that will happen by itself. */
export interface Due {
  /** Milliseconds on the sandbox's clock. */
  readonly at: number;
  readonly kind: "delivery" | "task" | "token" | "event_start";
  readonly says: string;
  readonly table: string;
  readonly key: string;
}

export interface ClockControls {
  /** Milliseconds on the sandbox's clock. */
  now(): number;
  readClock(): ClockReading;
  /** Jumps to an instant (milliseconds). What has fallen due meanwhile happens once, late, as after an outage. */
  setClock(at: number): void;
  /** Moves time on step by step, so that each thing falls due at its own moment. */
  advance(milliseconds: number): Promise<void>;
  freeze(at?: number): void;
  resume(): void;
  /** What happens next by itself, soonest first: at most `limit`, 20 by default. */
  listDue(limit?: number): readonly Due[];
}

const longestAdvance = 400 * 86_400;

/** What the clock may be told. `seconds` of an advance may be a fraction. */
export const clockSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("set"), at: instant }),
  z.strictObject({ action: z.literal("freeze"), at: instant.optional() }),
  z.strictObject({ action: z.literal("advance"), seconds: z.coerce.number().min(0).max(longestAdvance) }),
  /** To the next thing that falls due, as `GET /_sandbox/clock/due` lists it. */
  z.strictObject({ action: z.literal("next") }),
  z.strictObject({ action: z.literal("resume") }),
]);

const millisecondsToAdvance = z
  .number()
  .min(0)
  .max(longestAdvance * 1000);

const taskWords: Readonly<Record<DueTask["kind"], string>> = {
  erase_invitees: "Data of invitees is deleted",
  erase_events: "Data of past events is deleted",
  begin_recap: "A meeting is over, and its recap is begun",
  finish_recap: "A recap is finished",
};

function listDue(state: State, limit: number): readonly Due[] {
  const { store, clock } = state;
  const now = clock.now();
  const soonest = { by: "due", direction: "asc" } as const;
  const deliveries = store.deliveries.list({ where: { status: "pending" }, order: soonest, limit }).map(
    (delivery): Due => ({
      at: delivery.dueAt,
      kind: "delivery",
      says: `${delivery.event} is sent${delivery.attempts.length === 0 ? "" : `, attempt ${delivery.attempts.length + 1}`}`,
      table: "deliveries",
      key: delivery.id,
    }),
  );
  const tasks = store.dueWork.list({ order: soonest, limit }).map(
    ({ id, dueAt, task }): Due => ({
      at: dueAt,
      kind: "task",
      says: taskWords[task.kind],
      table: "dueWork",
      key: id,
    }),
  );
  const tokens = store.tokens.list({ where: { kind: "access" } }).flatMap((token): Due[] =>
    token.revoked || token.expiresAt === null || token.expiresAt <= now
      ? []
      : [
          {
            at: token.expiresAt,
            kind: "token",
            says: `An access token of ${store.users.get(token.userId)?.name ?? "somebody"} expires`,
            table: "tokens",
            key: token.token,
          },
        ],
  );
  const events = store.events
    .list({ where: { status: "active", start: { from: now + 1 } }, order: { by: "start", direction: "asc" }, limit })
    .map(
      (event): Due => ({
        at: event.startAt,
        kind: "event_start",
        says: `${event.name} with ${store.users.get(event.hostId)?.name ?? "a host"} begins`,
        table: "events",
        key: event.id,
      }),
    );
  return [...deliveries, ...tasks, ...tokens, ...events].sort((a, b) => a.at - b.at).slice(0, limit);
}

export function createClockControls(state: State, sources: readonly DueSource[]): ClockControls {
  const { clock } = state;
  const settle = async () => {
    for (const source of sources) await source.settle();
  };
  const nextDue = () => {
    const moments = sources.map((source) => source.nextDue()).filter((at) => at !== null);
    return moments.length === 0 ? null : Math.min(...moments);
  };
  return {
    now: clock.now,
    readClock() {
      const offset = clock.offset();
      return {
        now: formatInstant(clock.now()),
        frozen: clock.isFrozen(),
        offsetSeconds: offset === null ? null : Math.round(offset / 1000),
      };
    },
    setClock: (at) => clock.set(read(instant, at)),
    async advance(milliseconds) {
      const target = clock.now() + read(millisecondsToAdvance, milliseconds);
      read(instant, target);
      await settle();
      for (let due = nextDue(); due !== null && due <= target; due = nextDue()) {
        if (due > clock.now()) clock.set(due);
        await settle();
      }
      if (target > clock.now()) clock.set(target);
      await settle();
    },
    freeze: (at) => clock.freeze(at === undefined ? undefined : read(instant, at)),
    resume: () => clock.resume(),
    listDue: (limit = 20) => listDue(state, limit),
  };
}
