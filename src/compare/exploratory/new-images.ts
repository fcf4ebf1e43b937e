import { differenceOfBits } from "../bits.js";
import type { Entry } from "../entries.js";
import { twoWayStandardError } from "../statistics/two-way.js";
import type { ExploratoryOptions } from "./exploratory.js";

/** As the rule makes one of the seeds, with the two-way standard error in the place of theirs. */
export function newImagesInterval(
  entry: Entry,
  baseline: Entry,
  { metric, alpha, rule }: Pick<ExploratoryOptions, "metric" | "alpha" | "rule">,
): [number, number] | null {
  if (metric !== "accuracy") return null;
  const images = entry.trials[0].data.test;
  if (images < 2) return null;
  const differences = entry.trials.map(({ correct }, seed) => differenceOfBits(correct, baseline.trials[seed].correct));
  let total = 0;
  for (const row of differences) for (const difference of row.values()) total += difference;
  const [n, mean] = [differences.length, total / differences.length / images];
  return rule.interval({ n, mean, standardError: twoWayStandardError(differences, images) }, 1 - alpha) ?? null;
}
