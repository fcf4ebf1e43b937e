import type { Comparison } from "./comparison.js";
import { judgingOf } from "./looks.js";
import { seedsToShow, smallestDetectable } from "./statistics/power.js";
import { spreadOf } from "./statistics/spread.js";

/** So many seeds say how much differences spread from seed to seed, about. */
export const pilotSeeds = 3;

/**
 * The difference that a number of seeds will show with power 0.8, about, in the pair that spreads most. It depends on
 * the spread of the pilot's differences only, never on their means. Infinity: none.
 */
export function detectableWith(seeds: number, pilot: Comparison): number {
  const standardError = largestDeviation(pilot) / Math.sqrt(seeds);
  const { rule, share } = judgingOf(pilot);
  return smallestDetectable({ n: seeds, mean: 0, standardError }, share * pilot.alpha, pairsOf(pilot), rule);
}

/** The number of seeds that shows a difference of this size with power 0.8, about; undefined: more than 10,000. */
export function seedsToShowIn(size: number, pilot: Comparison): number | undefined {
  const { rule, share } = judgingOf(pilot);
  return seedsToShow(size, largestDeviation(pilot), share * pilot.alpha, pairsOf(pilot), rule);
}

/** Standard deviation of a seed's difference. */
function largestDeviation({ contestants: [baseline, ...others] }: Comparison): number {
  const deviations = others.map(({ values }) => {
    const { n, standardError } = spreadOf(values.map((value, i) => value - baseline.values[i]));
    return standardError * Math.sqrt(n);
  });
  return Math.max(...deviations);
}

function pairsOf({ contestants, against }: Comparison): number {
  return contestants.length - 1 + against.length;
}
