import type { State } from "../state.ts";
import { postDelivery, recordAttempt } from "./attempt.ts";
import type { Delivery } from "./types.ts";

const atOnce = 8;
/** The longest that a timer is set for; Node's own limit is 24 days. */
const longestSleep = 60_000;

/** Posts what is due, on the sandbox's clock, and goes on after a restart with what had not been delivered. */
export interface Dispatcher {
  /** Looks for due deliveries; called after every commit that may have made one. */
  wake(): void;
  /** Resolves when nothing is due and nothing is under way. */
  settle(): Promise<void>;
  /** Milliseconds on the sandbox's clock of the next try that waits, or null. */
  nextDue(): number | null;
  /** Ends what is under way, without counting it as an attempt. */
  close(): Promise<void>;
}

/** Sends nothing until it is woken: the state may still have to be seeded. */
export function createDispatcher(state: State): Dispatcher {
  const { store, clock } = state;
  const underWay = new Map<string, Promise<void>>();
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function deliver(delivery: Delivery): Promise<void> {
    const subscription = store.subscriptions.get(delivery.subscriptionId);
    if (subscription === null || subscription.state === "disabled") {
      store.deliveries.put({ ...delivery, status: "dropped" });
      return;
    }
    const startedAt = performance.now();
    const outcome = await postDelivery(state, delivery, subscription, abort.signal);
    if (!closed) recordAttempt(state, delivery.id, outcome, Math.round(performance.now() - startedAt));
  }

  const pending = (query: { readonly from?: number; readonly to?: number }, limit: number) =>
    store.deliveries.list({
      where: { status: "pending", due: query },
      order: { by: "due", direction: "asc" },
      limit,
    });

  function nextDue(): number | null {
    return pending({}, 1 + underWay.size).find((delivery) => !underWay.has(delivery.id))?.dueAt ?? null;
  }

  function sleep(): void {
    clearTimeout(timer);
    timer = undefined;
    if (closed || clock.isFrozen() || underWay.size >= atOnce) return;
    const due = nextDue();
    if (due === null) return;
    timer = setTimeout(wake, Math.min(longestSleep, Math.max(1, due - clock.now())));
  }

  function wake(): void {
    if (closed) return;
    const due = pending({ to: clock.now() + 1 }, atOnce + underWay.size)
      .filter((delivery) => !underWay.has(delivery.id))
      .sort((a, b) => a.dueAt - b.dueAt || a.seq - b.seq);
    for (const delivery of due) {
      if (underWay.size >= atOnce) break;
      const work = deliver(delivery).finally(() => {
        underWay.delete(delivery.id);
        wake();
      });
      underWay.set(delivery.id, work);
    }
    sleep();
  }

  const stopListening = clock.onMove(wake);

  return {
    wake,
    nextDue,
    async settle() {
      wake();
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
    async close() {
      closed = true;
      stopListening();
      clearTimeout(timer);
      abort.abort();
      await Promise.all(underWay.values());
    },
  };
}
