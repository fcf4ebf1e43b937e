import { differenceOfBits } from "../bits.js";
import type { Entry } from "../entries.js";
import { tQuantile } from "../statistics/student-t.js";
import { twoWayStandardError } from "../statistics/two-way.js";
import type { ExploratoryOptions } from "./exploratory.js";

/** The mean difference plus and minus t of the seeds times the two-way standard error. */
export function newImagesInterval(
  entry: Entry,
  baseline: Entry,
  { metric, alpha }: Pick<ExploratoryOptions, "metric" | "alpha">,
): [number, number] | null {
  if (metric !== "accuracy") return null;
  const images = entry.trials[0].data.test;
  if (images < 2) return null;
  const differences = entry.trials.map(({ correct }, seed) => differenceOfBits(correct, baseline.trials[seed].correct));
  let total = 0;
  for (const row of differences) for (const difference of row.values()) total += difference;
  const [n, mean] = [differences.length, total / differences.length / images];
  const half = tQuantile(1 - alpha / 2, n - 1) * twoWayStandardError(differences, images);
  return [mean - half, mean + half];
}
