import { checkPromises } from "./check-promises.ts";
import { compareMirror, type Difference } from "./compare-mirror.ts";
import { readExpected } from "./expected-mirror.ts";
import { playStep } from "./play-step.ts";
import { type Query, type Raw, readMirror } from "./read-mirror.ts";
import { Scene } from "./scene.ts";
import { settle } from "./settle.ts";
import { calendlyUrl, openStage, type Stage } from "./stage.ts";
import { welcome } from "./steps.ts";
import { realNow } from "./virtual-time.ts";

export { openStage };

/** How one seed came out. */
export interface Played {
  readonly seed: number;
  readonly differences: readonly Difference[];
  /** What happened, in order. */
  readonly story: readonly string[];
  /** The same for every run of this seed. */
  readonly hash: string;
  readonly deaths: number;
  readonly sessions: number;
  /** Webhooks that were answered with 200. */
  readonly webhooks: number;
  readonly milliseconds: number;
}

/** Plays a history whose end nobody looks at: what is loaded on first use takes time that no clock of ours tells. */
export async function warmUp(stage: Stage): Promise<void> {
  await simulateSeed(stage, 0, 12);
}

/** Plays one seed from a clean start to its rest, and compares. */
export async function simulateSeed(stage: Stage, seed: number, steps: number): Promise<Played> {
  const startedAt = realNow();
  const scene = await Scene.open(stage, seed);
  let sessions = 0;
  const differences: Difference[] = [];
  try {
    await prepare(scene);
    for (const coach of scene.coaches) await scene.connect(coach);
    // Most histories begin with a webhook subscription that stands; the others with one that is still to be made.
    if (scene.random.chance(0.8)) await scene.work();
    for (let step = 0; step < steps; step += 1) await playStep(scene);
    await settle(scene);
    const query: Query = async (statement) => (await stage.pglite.query<Raw>(statement)).rows;
    const expected = readExpected(stage.sandbox, calendlyUrl);
    sessions = expected.sessions.size;
    differences.push(...compareMirror(expected, await readMirror(query)));
    differences.push(...(await checkPromises(query, stage.config.encryptionKeys, scene.network.acknowledged)));
  } catch (error) {
    differences.push(`it broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    await scene.close();
  }
  const milliseconds = realNow() - startedAt;
  return {
    seed,
    differences,
    story: scene.story,
    hash: scene.traceHash(),
    deaths: scene.deaths,
    sessions,
    webhooks: scene.network.acknowledged.length,
    milliseconds,
  };
}

/** A coach has group sessions too, and some have a colleague who joins their organization. */
async function prepare(scene: Scene): Promise<void> {
  const { act } = scene.stage.sandbox;
  const { coach, colleague } = scene.stage;
  act.createEventType({ owner: coach.email, name: "Round table", durationMinutes: 60, seats: 4 });
  if (!scene.random.chance(0.3)) return;
  await welcome(scene, colleague);
  act.createEventType({ owner: colleague.email, name: "Second opinion", durationMinutes: 30 });
  scene.coaches = [coach, colleague];
}
