import type { Comparison, Look } from "./comparison.js";
import type { RejudgingOptions } from "./judging-options.js";
import { originOf } from "./origin.js";
import { type Plan, type PlannedTrial, plannedTrials } from "./plan.js";
import type { Trial } from "./trial.js";
import { type VerdictOptions, verdict } from "./verdict.js";

type Judging = RejudgingOptions & Pick<VerdictOptions, "untilDecided">;

/** The trials of a plan that are done. */
export interface DoneTrials {
  add(trial: Trial): void;
  /** in the order in which they are trained */
  missing(seeds: readonly number[]): readonly PlannedTrial[];
  count(seeds: readonly number[]): { readonly trials: number; readonly done: number };
  /** @param looks before this one @param missingTrials of a plan with more seeds than these */
  verdict(seeds: readonly number[], looks: readonly Look[], missingTrials?: number): Comparison;
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
    verdict(seeds, looks, missingTrials) {
      const { baseline, metric, alpha, margin, target, untilDecided } = judging;
      const own = plannedTrials(plan, seeds).flatMap(({ id }) => trials.get(id) ?? []);
      const options = { baseline, metric, alpha, margin, target, untilDecided, missingTrials };
      const comparison = verdict(own, { ...options, contestants, looks });
      return { ...comparison, origin: originOf(plan, own, comparison) };
    },
  };
}
