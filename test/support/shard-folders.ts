import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planText } from "../../src/compare/comparison-folder.js";
import { findContestants } from "../../src/compare/contestants.js";
import type { Plan } from "../../src/compare/plan.js";
import { type Trial, trialFileName } from "../../src/compare/trial.js";
import { trialText } from "../../src/compare/trial-file.js";

/** The plan that simulated trials fulfil. */
export function planOf(trials: readonly Trial[]): Plan {
  const [{ data, engine, arithmetic }] = trials;
  const seeds = [...new Set(trials.map(({ settings }) => settings.seed))].sort((a, b) => a - b);
  const contestants = findContestants(trials).map(({ controlOf, ...rest }) => ({ ...rest, controlOf: [...controlOf] }));
  return { contestants, data: { name: data.name, sha256: data.sha256 }, engine, arithmetic, curve: 1, seeds };
}

/** Writes the folder of a shard that has trained these. @returns its path */
export function writeShard(folder: string, plan: Plan, trials: readonly Trial[]): string {
  mkdirSync(join(folder, "trials"), { recursive: true });
  writeFileSync(join(folder, "plan.json"), planText(plan));
  for (const trial of trials) writeFileSync(trialIn(folder, trial), trialText(trial));
  return folder;
}

export function trialIn(folder: string, { id }: Trial): string {
  return join(folder, "trials", trialFileName(id));
}
