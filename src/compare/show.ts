import { InputError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import type { Comparison } from "./comparison.js";
import { readComparisonFile } from "./comparison-file.js";
import { findComparison } from "./find-comparison.js";
import type { RejudgingOptions } from "./judging-options.js";
import { judgeFolder } from "./with-trials.js";

/** How `showComparison` judges, and of which trials. */
export interface ShowOptions extends RejudgingOptions {
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
  if (!isFile) return (await judgeFolder(path, judging, partial)).comparison;
  const given = Object.entries(options).find(([, value]) => value !== undefined);
  if (given === undefined) return readComparisonFile(path);
  throw new InputError(`${path}: holds a verdict without its trials, so ${given[0]} cannot change; give the folder`);
}
