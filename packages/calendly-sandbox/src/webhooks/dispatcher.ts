import type { State } from "../state.ts";
import type { Condition } from "../store/table.ts";
import { postDelivery, recordAttempt } from "./attempt.ts";
import type { Post, PostOutcome } from "./post.ts";
import type { Delivery } from "./types.ts";

/** Posts under way at a time: altogether, and for one subscription, so that a slow receiver holds up no other. */
const atOnce = 32;
const atOnceForOne = 4;
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

/** Sends nothing until it is woken: the state may still have to be seeded. `post` carries a delivery to its receiver. */
export function createDispatcher(state: State, post: (post: Post) => Promise<PostOutcome>): Dispatcher {
  const { store, clock } = state;
  const underWay = new Map<string, { readonly subscriptionId: string; readonly work: Promise<void> }>();
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function deliver(delivery: Delivery): Promise<void> {
    const subscription = store.subscriptions.get(delivery.subscriptionId);
    if (subscription === null || subscription.state === "disabled") {
      store.deliveries.put({ ...delivery, status: "dropped" });
      return;
    }
    const tried = await postDelivery(state, delivery, subscription, { post, signal: abort.signal });
    if (!closed) recordAttempt(state, delivery.id, tried);
  }

  /** Deliveries that wait, first due first; those of one moment in the order in which they came to be. */
  const pending = (where: { readonly due: Condition; readonly subscription?: Condition }, limit: number) =>
    store.deliveries.list({
      where: { status: "pending", ...where },
      order: [
        { by: "due", direction: "asc" },
        { by: "seq", direction: "asc" },
      ],
      limit,
    });

  function nextDue(): number | null {
    return pending({ due: {} }, 1 + underWay.size).find((delivery) => !underWay.has(delivery.id))?.dueAt ?? null;
  }

  function sleep(): void {
    clearTimeout(timer);
    timer = undefined;
    if (closed || clock.isFrozen() || underWay.size >= atOnce) return;
    // What is due already is under way, or waits for the end of a post, which wakes without a timer.
    const [next] = pending({ due: { from: clock.now() + 1 } }, 1);
    if (next === undefined) return;
    timer = setTimeout(wake, Math.min(longestSleep, Math.max(1, next.dueAt - clock.now())));
  }

  function wake(): void {
    if (closed) return;
    const busy = new Map<string, number>();
    const countIn = (subscriptionId: string) => busy.set(subscriptionId, (busy.get(subscriptionId) ?? 0) + 1);
    for (const { subscriptionId } of underWay.values()) countIn(subscriptionId);
    // Subscriptions that are busy enough are left out of the next look: what waits for them must hide nobody else's.
    for (let began = true; began && underWay.size < atOnce; ) {
      began = false;
      const full = [...busy].filter(([, posts]) => posts >= atOnceForOne).map(([subscriptionId]) => subscriptionId);
      for (const delivery of pending({ due: { to: clock.now() + 1 }, subscription: { except: full } }, 2 * atOnce)) {
        const { id, subscriptionId } = delivery;
        if (underWay.size >= atOnce) break;
        if (underWay.has(id) || (busy.get(subscriptionId) ?? 0) >= atOnceForOne) continue;
        countIn(subscriptionId);
        const work = deliver(delivery).finally(() => {
          underWay.delete(id);
          wake();
        });
        underWay.set(id, { subscriptionId, work });
        began = true;
      }
    }
    sleep();
  }

  const stopListening = clock.onMove(wake);

  return {
    wake,
    nextDue,
    async settle() {
      wake();
      while (underWay.size > 0) await Promise.all([...underWay.values()].map(({ work }) => work));
    },
    async close() {
      closed = true;
      stopListening();
      clearTimeout(timer);
      abort.abort();
      await Promise.all([...underWay.values()].map(({ work }) => work));
    },
  };
}
