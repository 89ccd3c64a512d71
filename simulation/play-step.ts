import { SandboxTrouble } from "@punctual/calendly-sandbox";
import type { Scene } from "./scene.ts";
import { type Step, steps } from "./steps.ts";

const totalWeight = steps.reduce((sum, { weight }) => sum + weight, 0);

function drawStep(scene: Scene): Step {
  let at = scene.random.below(totalWeight);
  for (const step of steps) {
    at -= step.weight;
    if (at < 0) return step;
  }
  throw new Error("The weights of the steps do not add up.");
}

/** Draws one step and plays it. In some the process is killed: in the midst of it, or right after. */
export async function playStep(scene: Scene): Promise<void> {
  const step = drawStep(scene);
  const dies = scene.random.chance(0.12);
  const life = await scene.living();
  if (dies) life.doom(1 + scene.random.below(40));
  let outcome: string;
  try {
    outcome = await step.run(scene);
  } catch (error) {
    if (!(error instanceof SandboxTrouble)) throw error;
    outcome = "Calendly does not allow it";
  }
  scene.note(`${step.name}: ${outcome}`);
  if (dies || life.isOver) await scene.mourn();
}
