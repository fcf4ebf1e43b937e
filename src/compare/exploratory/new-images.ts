import { unpackBits } from "../bits.js";
import type { Entry } from "../entries.js";
import { tQuantile } from "../statistics/student-t.js";
import { twoWayStandardError } from "../statistics/two-way.js";
import type { Trial } from "../trial.js";
import type { ExploratoryOptions } from "./exploratory.js";

/** The mean difference plus and minus t of the seeds times the two-way standard error. */
export function newImagesInterval(
  entry: Entry,
  baseline: Entry,
  { metric, alpha }: Pick<ExploratoryOptions, "metric" | "alpha">,
): [number, number] | null {
  if (metric !== "accuracy") return null;
  const differences = entry.trials.map((trial, seed) => {
    const [own, reference] = [bitsOf(trial), bitsOf(baseline.trials[seed])];
    return new Int8Array(own).map((bit, image) => bit - reference[image]);
  });
  const images = differences[0].length;
  if (images < 2) return null;
  const total = differences.reduce((sum, row) => sum + row.reduce((rowSum, difference) => rowSum + difference, 0), 0);
  const [n, mean] = [differences.length, total / differences.length / images];
  const half = tQuantile(1 - alpha / 2, n - 1) * twoWayStandardError(differences);
  return [mean - half, mean + half];
}

function bitsOf({ correct, data }: Trial): Uint8Array {
  return unpackBits(correct, data.test)!;
}
