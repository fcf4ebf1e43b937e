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
    return minus(bitsOf(trial), bitsOf(baseline.trials[seed]));
  });
  const images = differences[0].length;
  if (images < 2) return null;
  let total = 0;
  for (const row of differences) for (let image = 0; image < images; image++) total += row[image];
  const [n, mean] = [differences.length, total / differences.length / images];
  const half = tQuantile(1 - alpha / 2, n - 1) * twoWayStandardError(differences);
  return [mean - half, mean + half];
}

/** A loop: a comparison of thousands of trials subtracts a hundred million bits. */
function minus(own: Uint8Array, reference: Uint8Array): Int8Array {
  const difference = new Int8Array(own.length);
  for (let image = 0; image < own.length; image++) difference[image] = own[image] - reference[image];
  return difference;
}

function bitsOf({ correct, data }: Trial): Uint8Array {
  return unpackBits(correct, data.test)!;
}
