import type { Comparison, Look } from "./comparison.js";
import { type Plan, type PlannedTrial, plannedTrials } from "./plan.js";
import type { Trial } from "./trial.js";
import { type VerdictOptions, verdict } from "./verdict.js";

type Judging = Pick<VerdictOptions, "baseline" | "metric" | "alpha" | "margin" | "target" | "untilDecided">;

/** The trials of a plan that are done. */
export interface DoneTrials {
  add(trial: Trial): void;
  /** in the order in which they are trained */
  missing(seeds: readonly number[]): readonly PlannedTrial[];
  count(seeds: readonly number[]): { readonly trials: number; readonly done: number };
  /** @param looks before this one */
  verdict(seeds: readonly number[], looks: readonly Look[]): Comparison;
}

/** @param found by id */
export function createDoneTrials(plan: Plan, found: ReadonlyMap<string, Trial>, judging: Judging): DoneTrials {
  const trials = new Map(found);
  const { contestants } = plan;
  const missing = (seeds: readonly number[]) => plannedTrials(plan, seeds).filter(({ id }) => !trials.has(id));
  return {
    add: (trial) => trials.set(trial.id, trial),
    missing,
    count(seeds) {
      const planned = seeds.length * contestants.length;
      return { trials: planned, done: planned - missing(seeds).length };
    },
    verdict(seeds, looks) {
      const { baseline, metric, alpha, margin, target, untilDecided } = judging;
      const own = plannedTrials(plan, seeds).flatMap(({ id }) => trials.get(id) ?? []);
      return verdict(own, { contestants, baseline, metric, alpha, margin, target, untilDecided, looks });
    },
  };
}
