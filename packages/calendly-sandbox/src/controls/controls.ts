import { randomUUID } from "node:crypto";
import { deauthorize } from "../oauth/tokens.ts";
import { type ScenarioName, scenarioOf } from "../scenario/scenarios.ts";
import { seedScenario } from "../scenario/seed.ts";
import type { State } from "../state.ts";
import type { Dispatcher } from "../webhooks/dispatcher.ts";
import { replayDelivery } from "../webhooks/replay.ts";
import type { Delivery } from "../webhooks/types.ts";
import { type FaultRequest, type FaultRule, faultSchema, ruleFor } from "./fault-rules.ts";
import { read } from "./read.ts";

/** What a test or a person may do to the sandbox from outside of Calendly's own API. */
export interface Controls {
  /** Clears everything, the clock included, and seeds again; the same scenario and seed when left out. */
  reset(request?: { readonly scenario?: ScenarioName; readonly seed?: number }): void;
  /** Milliseconds on the sandbox's clock. */
  now(): number;
  /** Jumps to an instant (milliseconds). What has fallen due meanwhile happens once, late, as after an outage. */
  setClock(at: number): void;
  /** Moves time on step by step, so that each thing falls due at its own moment. */
  advance(milliseconds: number): Promise<void>;
  freeze(at?: number): void;
  resume(): void;
  addFault(request: FaultRequest): FaultRule;
  listFaults(): readonly FaultRule[];
  removeFault(id: string): boolean;
  clearFaults(): void;
  /** The delivery log, oldest first. */
  listDeliveries(query?: {
    readonly status?: Delivery["status"];
    readonly subscriptionId?: string;
  }): readonly Delivery[];
  /** Sends a delivery once more, whatever became of it, with the same body. Null when there is none of that id. */
  replay(deliveryId: string): Delivery | null;
  /** Resolves when no delivery is due or under way. */
  settle(): Promise<void>;
  /** A Calendly user takes back consent, for all apps or one. Returns the number of tokens that died. */
  deauthorize(userId: string, clientId?: string): number;
}

/** The controls of a state; `onReset` clears what is kept outside of it. */
export function createControls(state: State, dispatcher: Dispatcher, onReset: () => void): Controls {
  const { store, clock } = state;

  return {
    reset(request = {}) {
      const scenario = request.scenario ?? store.getMeta("scenario") ?? "coaching";
      scenarioOf(scenario);
      const seed = request.seed ?? Number(store.getMeta("seed") ?? 1);
      store.transaction(() => {
        store.clear();
        clock.reset();
        seedScenario(state, scenario as ScenarioName, seed);
      });
      onReset();
    },
    now: clock.now,
    setClock: (at) => clock.set(at),
    async advance(milliseconds) {
      const target = clock.now() + milliseconds;
      await dispatcher.settle();
      for (let due = dispatcher.nextDue(); due !== null && due <= target; due = dispatcher.nextDue()) {
        if (due > clock.now()) clock.set(due);
        await dispatcher.settle();
      }
      if (target > clock.now()) clock.set(target);
      await dispatcher.settle();
    },
    freeze: (at) => clock.freeze(at),
    resume: () => clock.resume(),
    addFault(request) {
      const identity = { id: randomUUID(), seq: store.nextNumber("faults") };
      const fault = ruleFor(read(faultSchema, request), identity);
      store.faults.put(fault);
      return fault;
    },
    listFaults: () =>
      store.faults.list({ order: { by: "seq", direction: "asc" } }).filter(({ remaining }) => remaining !== 0),
    removeFault(id) {
      if (store.faults.get(id) === null) return false;
      store.faults.delete(id);
      return true;
    },
    clearFaults: () => store.faults.clear(),
    listDeliveries: (query = {}) =>
      store.deliveries.list({
        where: { status: query.status, subscription: query.subscriptionId },
        order: { by: "seq", direction: "asc" },
      }),
    replay(deliveryId) {
      const outcome = replayDelivery(state, deliveryId);
      if (outcome.kind !== "replayed") return null;
      dispatcher.wake();
      return outcome.delivery;
    },
    settle: dispatcher.settle,
    deauthorize: (userId, clientId) => deauthorize(state, userId, clientId),
  };
}
