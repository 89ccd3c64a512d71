import { createClock } from "./clock.ts";
import { type Controls, createControls } from "./controls/controls.ts";
import { createLiveSettings, startSettings } from "./controls/setting-controls.ts";
import { createSnapshotControls, openSnapshotFolder } from "./controls/snapshots.ts";
import { createHistory } from "./history/history.ts";
import { createApp } from "./http/app.ts";
import { listen } from "./http/listen.ts";
import { originsFor, originsOf } from "./http/origin.ts";
import { createRateLimiter } from "./http/rate-limit.ts";
import { type Credentials, describeCredentials } from "./scenario/credentials.ts";
import { type ScenarioName, scenarioOf } from "./scenario/scenarios.ts";
import { seedScenario } from "./scenario/seed.ts";
import type { Span } from "./scenario/types.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { openStore } from "./store/store.ts";
import { SandboxTrouble } from "./store/trouble.ts";
import { createAnnounce } from "./webhooks/announce.ts";
import { createDispatcher } from "./webhooks/dispatcher.ts";
import { type Post, type PostOutcome, post } from "./webhooks/post.ts";
import { createDueWork } from "./world/due-work.ts";
import { performDueTask } from "./world/erase.ts";
import { createWorld, type World } from "./world/index.ts";

export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Address to listen on, 127.0.0.1 by default. */
  readonly host?: string;
  /** Name of this machine in `url`, when it is not the address listened on: `localhost`. */
  readonly publicHost?: string;
  /** A file that keeps the state across restarts; null, the default, keeps it in memory. */
  readonly stateFile?: string | null;
  /** What an empty state is filled with; `coaching` by default. */
  readonly scenario?: ScenarioName;
  /** The same seed on the same day gives the same scenario; 1 by default. */
  readonly seed?: number;
  /** Days with bookings in place of the scenario's own: few of them make a sandbox that is ready sooner. */
  readonly span?: Span;
  readonly settings?: Partial<Settings>;
  /** The machine's time in milliseconds; `Date.now` by default. */
  readonly now?: () => number;
  /** How webhooks reach their receivers; by HTTP by default. A simulation hands them over in its own process. */
  readonly post?: (post: Post) => Promise<PostOutcome>;
  /** Told of a failure inside of the sandbox, which its caller saw as a 500. Written to stderr by default. */
  readonly onError?: (error: Error) => void;
}

/** A running sandbox. Its state can also be steered without HTTP, by the controls. */
export interface Sandbox extends Controls {
  /** Origin of everything, without a trailing slash. */
  readonly url: string;
  readonly world: World;
  /** Answers a request as a call to `url` would be answered, without a connection. */
  fetch(request: Request): Promise<Response>;
  credentials(): Credentials;
  /** Stops listening and posting, and closes the state. */
  close(): Promise<void>;
}

/** Seeds an empty store; a store that holds something else than asked for is left alone. */
function ensureScenario(state: State, options: SandboxOptions): void {
  const stored = state.store.getMeta("scenario");
  if (stored === null) {
    seedScenario(state, options.scenario ?? "coaching", options.seed ?? 1, options.span ?? null);
    return;
  }
  if (options.scenario !== undefined && options.scenario !== stored) {
    throw new SandboxTrouble(
      `The sandbox's state file ${options.stateFile} holds the scenario "${stored}", not "${options.scenario}": move it away, or give another file.`,
    );
  }
}

/**
 * Starts a Calendly on this machine: API, OAuth, booking pages, embed script, webhooks and controls on one origin.
 * Rejects with `SandboxTrouble`, whose message is one sentence to act on, when the port is in use, the state file
 * cannot be used, or the scenario or a setting is unknown.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  if (options.scenario !== undefined) scenarioOf(options.scenario);
  const start = startSettings(options.settings ?? {});
  const store = openStore(options.stateFile ?? null);
  const live = createLiveSettings(store, start);
  const { settings } = live;
  const state: State = { store, clock: createClock(store, options.now), settings };
  const dispatcher = createDispatcher(state, options.post ?? post);
  const announce = createAnnounce(state, dispatcher.wake);
  const dueWork = createDueWork(state, (task) => performDueTask(state, announce, task));
  const folder = openSnapshotFolder(options.stateFile ?? null);
  try {
    ensureScenario(state, options);
    const world = createWorld(state, announce, dueWork);
    const limiter = createRateLimiter(state);
    const history = createHistory(state);
    const onReplaced = (at: number) => {
      live.reload();
      limiter.reset();
      state.clock.reload(at);
    };
    const controls = createControls({
      state,
      world,
      announce,
      dispatcher,
      due: [dispatcher, { nextDue: dueWork.nextDue, settle: async () => dueWork.wake() }],
      history,
      settings: live,
      snapshots: createSnapshotControls(state, folder, onReplaced),
      onReset() {
        limiter.reset();
        dueWork.wake();
      },
    });
    const fixed = () => (settings.publicUrl === null ? null : originsFor(settings.publicUrl.replace(/\/+$/, "")));
    const origins = (request: Request) => fixed() ?? originsOf(request);
    const closed = new AbortController();
    const app = createApp({
      state,
      world,
      announce,
      limiter,
      history,
      originsOf: origins,
      controls: { state, controls, folder, originsOf: origins, closing: closed.signal },
      closing: closed.signal,
      onError:
        options.onError ?? ((error) => process.stderr.write(`The sandbox failed: ${error.stack ?? error.message}\n`)),
    });
    const host = options.host ?? "127.0.0.1";
    const server = await listen(app, { host, port: options.port ?? 0 });
    const name = options.publicHost ?? (host === "0.0.0.0" || host === "::" ? "localhost" : host);
    const url = `http://${name.includes(":") ? `[${name}]` : name}:${server.port}`;
    dispatcher.wake();
    dueWork.wake();

    let closing: Promise<void> | null = null;
    return {
      ...controls,
      url,
      world,
      fetch: async (request) => app.fetch(request),
      credentials: () => describeCredentials(state, fixed() ?? originsFor(url)),
      close() {
        closing ??= (async () => {
          closed.abort();
          await server.close();
          dueWork.close();
          await dispatcher.close();
          history.close();
          folder.close();
          store.close();
        })();
        return closing;
      },
    };
  } catch (error) {
    dueWork.close();
    await dispatcher.close();
    store.close();
    throw error;
  }
}
