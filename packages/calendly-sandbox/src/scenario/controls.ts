import { randomUUID } from "node:crypto";
import type { WebhookEventName } from "@punctual/calendly";
import { deauthorize } from "../oauth/tokens.ts";
import type { State } from "../state.ts";
import type { Dispatcher } from "../webhooks/dispatcher.ts";
import type { Delivery } from "../webhooks/types.ts";
import type { FaultRule, HttpEffect, WebhookEffect } from "./faults.ts";
import { type ScenarioName, scenarioOf } from "./scenarios.ts";
import { seedScenario } from "./seed.ts";

/** A fault to add; what is left out does nothing. `count` limits how often it strikes. */
export type FaultRequest =
  | ({
      readonly kind: "http";
      readonly method?: string;
      readonly path: string;
      readonly count?: number;
    } & Partial<HttpEffect>)
  | ({ readonly kind: "webhook"; readonly event?: WebhookEventName; readonly count?: number } & Partial<WebhookEffect>);

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
  const { store, clock, settings } = state;

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
      const rule = { id: randomUUID(), seq: store.nextNumber("faults"), remaining: request.count ?? null };
      const fault: FaultRule =
        request.kind === "http"
          ? {
              ...rule,
              kind: "http",
              method: request.method?.toUpperCase() ?? null,
              path: request.path,
              effect: {
                latency: request.latency ?? 0,
                status: request.status ?? null,
                body: request.body ?? "calendly",
                afterCommit: request.afterCommit ?? false,
                headers: request.headers ?? {},
              },
            }
          : {
              ...rule,
              kind: "webhook",
              event: request.event ?? null,
              effect: { drop: request.drop ?? false, double: request.double ?? false, delay: request.delay ?? 0 },
            };
      store.faults.put(fault);
      return fault;
    },
    listFaults: () => store.faults.list({ order: { by: "seq", direction: "asc" } }),
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
      const delivery = store.deliveries.get(deliveryId);
      if (delivery === null) return null;
      const now = clock.now();
      const again: Delivery = {
        ...delivery,
        id: randomUUID(),
        seq: store.nextNumber("deliveries"),
        status: "pending",
        attempts: [],
        dueAt: now,
        giveUpAt: now + settings.webhookGiveUpAfter,
        createdAt: clock.timestamp(),
      };
      store.deliveries.put(again);
      dispatcher.wake();
      return again;
    },
    settle: dispatcher.settle,
    deauthorize: (userId, clientId) => deauthorize(state, userId, clientId),
  };
}
