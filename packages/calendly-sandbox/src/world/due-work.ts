import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";

/** The longest that a timer is set for; Node's own limit is 24 days. */
const longestSleep = 60_000;

/** What Calendly does by itself, some time after it was asked to. */
export type DueTask =
  /** Takes these people, lower-case addresses, out of everything that the organization has. */
  | { readonly kind: "erase_invitees"; readonly organizationId: string; readonly emails: readonly string[] }
  /** Removes the organization's events that begin in `[from, to)`, milliseconds. */
  | { readonly kind: "erase_events"; readonly organizationId: string; readonly from: number; readonly to: number }
  /** A meeting is over: its notetaker begins to write, and is done a moment later. */
  | { readonly kind: "begin_recap" | "finish_recap"; readonly eventId: string };

/** A task that waits for its moment. */
export interface PlannedTask {
  readonly id: string;
  /** The order in which tasks were planned: those of one moment are done in it. */
  readonly seq: number;
  /** Milliseconds on the sandbox's clock. */
  readonly dueAt: number;
  readonly task: DueTask;
}

/** Tasks that fall due on the sandbox's clock. They wait in the store, so a restart forgets none. */
export interface DueWork {
  /** Has `task` done at `dueAt` (milliseconds). Called inside of the transaction that wants it. */
  plan(task: DueTask, dueAt: number): void;
  /** Does all that is due; called after a start, when the state is seeded. */
  wake(): void;
  /** Milliseconds on the sandbox's clock of the next task, or null. */
  nextDue(): number | null;
  close(): void;
}

/** `perform` does one task, in one transaction with the end of its waiting. Nothing is done before the first `wake`. */
export function createDueWork(state: State, perform: (task: DueTask) => void): DueWork {
  const { store, clock } = state;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const next = () =>
    store.dueWork.first({
      order: [
        { by: "due", direction: "asc" },
        { by: "seq", direction: "asc" },
      ],
    });

  function wake(): void {
    clearTimeout(timer);
    timer = undefined;
    if (closed) return;
    let waiting = next();
    while (waiting !== null && waiting.dueAt <= clock.now()) {
      const { id, task } = waiting;
      store.transaction(() => {
        store.dueWork.delete(id);
        perform(task);
      });
      waiting = next();
    }
    if (waiting === null || clock.isFrozen()) return;
    timer = setTimeout(wake, Math.min(longestSleep, Math.max(1, waiting.dueAt - clock.now())));
  }

  const stopListening = clock.onMove(wake);

  return {
    plan(task, dueAt) {
      store.dueWork.put({ id: randomUUID(), seq: store.nextNumber("dueWork"), dueAt, task });
      store.afterCommit(wake);
    },
    wake,
    nextDue: () => next()?.dueAt ?? null,
    close() {
      closed = true;
      stopListening();
      clearTimeout(timer);
    },
  };
}
