import * as z from "zod";
import type { History } from "../history/history.ts";
import { type ScenarioName, scenarioNames, scenarioOf } from "../scenario/scenarios.ts";
import { seedScenario } from "../scenario/seed.ts";
import type { Span } from "../scenario/types.ts";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { Announce } from "../webhooks/announce.ts";
import type { Dispatcher } from "../webhooks/dispatcher.ts";
import { type DeliveryQuery, listDeliveries, replayDeliveries, replayDelivery } from "../webhooks/replay.ts";
import type { Delivery } from "../webhooks/types.ts";
import type { World } from "../world/types.ts";
import { type AccessControls, createAccessControls } from "./access-controls.ts";
import { type Act, createAct } from "./act.ts";
import { type AppControls, createAppControls } from "./app-controls.ts";
import { type Browser, createBrowser } from "./browse.ts";
import { type ClockControls, createClockControls, type DueSource } from "./clock-controls.ts";
import { createFaultControls, type FaultControls } from "./fault-controls.ts";
import { read } from "./read.ts";
import type { SettingControls } from "./setting-controls.ts";
import type { SnapshotControls } from "./snapshots.ts";
import { createStaffControls, type StaffControls } from "./staff-controls.ts";

export const resetSchema = z.strictObject({
  scenario: z.enum(scenarioNames as [ScenarioName, ...ScenarioName[]]).optional(),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
});

/** What a test or a person may do to the sandbox from outside of Calendly's own API. */
export interface Controls
  extends ClockControls,
    FaultControls,
    SnapshotControls,
    AccessControls,
    AppControls,
    SettingControls,
    StaffControls,
    Browser {
  /**
   * Clears everything, the clock and changed settings included, and seeds again; the same scenario and seed when left
   * out. Snapshots and the log of what happened stay.
   */
  reset(request?: { readonly scenario?: ScenarioName | undefined; readonly seed?: number | undefined }): void;
  /** The delivery log, oldest first. */
  listDeliveries(query?: DeliveryQuery): readonly Delivery[];
  /** Sends a delivery once more, whatever became of it, with the same body. Null when there is none of that id. */
  replay(deliveryId: string): Delivery | null;
  /** Sends all of these once more; those that cannot be are left out. */
  replayAll(query?: DeliveryQuery): readonly Delivery[];
  /** Resolves when no delivery is due or under way. */
  settle(): Promise<void>;
  /** People: those who book, host and administer. */
  readonly act: Act;
  /** Everything that happened. */
  readonly history: History;
}

export interface ControlledParts {
  readonly state: State;
  readonly world: World;
  readonly announce: Announce;
  readonly dispatcher: Dispatcher;
  readonly due: readonly DueSource[];
  readonly history: History;
  readonly settings: SettingControls & { reload(): void };
  readonly snapshots: SnapshotControls;
  /** Clears what is kept outside of the state. */
  readonly onReset: () => void;
}

export function createControls(parts: ControlledParts): Controls {
  const { state, dispatcher } = parts;
  const { store, clock } = state;
  const { listSettings, describeSettings, changeSettings } = parts.settings;

  return {
    ...createClockControls(state, parts.due),
    ...createFaultControls(state),
    ...parts.snapshots,
    ...createAccessControls(state),
    ...createAppControls(state),
    ...createStaffControls(state, parts.world),
    ...createBrowser(state),
    listSettings,
    describeSettings,
    changeSettings,
    act: createAct(state, parts.world, parts.announce),
    history: parts.history,
    reset(request = {}) {
      const wanted = read(resetSchema, request);
      const scenario = wanted.scenario ?? store.getMeta("scenario") ?? "coaching";
      scenarioOf(scenario);
      const seed = wanted.seed ?? Number(store.getMeta("seed") ?? 1);
      const span = scenario === store.getMeta("scenario") ? store.getMeta("span") : null;
      store.transaction(() => {
        store.clear();
        parts.settings.reload();
        clock.reset();
        seedScenario(state, scenario as ScenarioName, seed, span === null ? null : (JSON.parse(span) as Span));
      });
      parts.onReset();
    },
    listDeliveries: (query) => listDeliveries(state, query),
    replay(deliveryId) {
      const outcome = replayDelivery(state, deliveryId);
      if (outcome.kind === "missing") return null;
      if (outcome.kind === "over") {
        throw new SandboxTrouble("The subscription of this delivery was deleted or disabled.", { kind: "conflict" });
      }
      if (outcome.kind === "erased") {
        throw new SandboxTrouble("What this delivery told of was deleted.", { kind: "conflict" });
      }
      dispatcher.wake();
      return outcome.delivery;
    },
    replayAll(query = {}) {
      const again = replayDeliveries(state, query);
      dispatcher.wake();
      return again;
    },
    settle: dispatcher.settle,
  };
}
