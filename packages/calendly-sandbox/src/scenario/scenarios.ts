import { SandboxTrouble } from "../store/trouble.ts";
import { coaching } from "./coaching.ts";
import { fleet } from "./fleet.ts";
import { solo } from "./solo.ts";
import type { Scenario } from "./types.ts";

export const scenarios = { coaching, fleet, solo } as const;
export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

/** The scenario of a name. Throws `SandboxTrouble` for a name that is none. */
export function scenarioOf(name: string): Scenario {
  const known = scenarioNames.find((one) => one === name);
  if (known !== undefined) return scenarios[known];
  throw new SandboxTrouble(`There is no scenario "${name}": choose one of ${scenarioNames.join(", ")}.`);
}
