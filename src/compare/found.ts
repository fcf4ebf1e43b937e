import type { Look } from "./comparison.js";
import { looksIn } from "./comparison-folder.js";
import { createDoneTrials, type DoneTrials } from "./done-trials.js";
import type { CompareOptions } from "./options.js";
import type { Plan } from "./plan.js";
import { readTrials } from "./read-trials.js";
import { unitedSeeds } from "./seeds.js";

/** What a comparison's folder holds before a call trains anything. */
export interface Found {
  readonly done: DoneTrials;
  readonly looks: readonly Look[];
  /** that are done, of any call */
  readonly doneSeeds: readonly number[];
  /** that the verdict takes in */
  readonly seeds: readonly number[];
}

/**
 * @param all the folder's plan, with the seeds of all calls
 * @param plan of this call
 * @throws FileFormatError for a damaged trial, unless it is to be repaired
 */
export async function findDone(folder: string, all: Plan, plan: Plan, options: CompareOptions): Promise<Found> {
  const { trials, damaged } = await readTrials(folder, all);
  if (damaged.length > 0 && !options.repair) throw damaged[0];
  const done = createDoneTrials(plan, trials, options);
  // A verdict takes in every seed that is done: to choose among them would be a look that nobody counts.
  const doneSeeds = all.seeds.filter((seed) => done.missing([seed]).length === 0);
  return { done, looks: await looksIn(folder), doneSeeds, seeds: unitedSeeds(plan.seeds, doneSeeds) };
}
