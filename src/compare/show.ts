import { FileFormatError, InputError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import type { Comparison } from "./comparison.js";
import { readComparisonFile } from "./comparison-file.js";
import { looksIn, readPlan } from "./comparison-folder.js";
import { createDoneTrials } from "./done-trials.js";
import { findComparison } from "./find-comparison.js";
import { planName } from "./names.js";
import { readTrials } from "./read-trials.js";
import type { VerdictOptions } from "./verdict.js";

/** How `showComparison` judges, and of which trials. */
export interface ShowOptions extends Pick<VerdictOptions, "baseline" | "metric" | "alpha" | "margin" | "target"> {
  /** reaches a verdict although trials are missing, from the seeds that are complete */
  readonly partial?: boolean | undefined;
}

const known = {
  baseline: true,
  metric: true,
  alpha: true,
  margin: true,
  target: true,
  partial: true,
} as const satisfies KnownOptions<ShowOptions>;

/**
 * The verdict of a comparison from its trials alone, without training; a comparison.json holds only one verdict.
 * @param place see `findComparison`
 * @throws InputError when there is none, or when trials are missing or damaged
 */
export async function showComparison(place?: string, options: ShowOptions = {}): Promise<Comparison> {
  requireKnown("showComparison", options, known);
  const { path, isFile } = await findComparison(place);
  const { partial = false, ...judging } = options;
  if (isFile) {
    const given = Object.entries(options).find(([, value]) => value !== undefined);
    if (given === undefined) return readComparisonFile(path);
    throw new InputError(`${path}: holds a verdict without its trials, so ${given[0]} cannot change; give the folder`);
  }
  const plan = await readPlan(path);
  if (plan === undefined) throw new InputError(`${path}: not a comparison's folder (it has no ${planName})`);
  const { trials, damaged } = await readTrials(path, plan);
  if (damaged.length > 0) throw damaged[0];
  const done = createDoneTrials(plan, trials, judging);
  const missing = done.missing(plan.seeds);
  if (missing.length > 0 && !partial) {
    const { trials: all } = done.count(plan.seeds);
    throw new FileFormatError(
      path,
      "trials",
      `${missing.length} of ${all} are missing; repeat the command that trains them`,
    );
  }
  const complete = plan.seeds.filter((seed) => done.missing([seed]).length === 0);
  return done.verdict(complete, await looksIn(path), missing.length);
}
