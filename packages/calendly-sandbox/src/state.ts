import type { Clock } from "./clock.ts";
import type { Settings } from "./settings.ts";
import type { Store } from "./store/store.ts";

/** What every part of the sandbox works on. */
export interface State {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Settings;
}
