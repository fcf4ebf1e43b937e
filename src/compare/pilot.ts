import type { Comparison } from "./comparison.js";
import { type Judging, judgingOf } from "./looks.js";
import { seedsToShow, smallestDetectable } from "./statistics/power.js";
import { spreadOf } from "./statistics/spread.js";

/** So many seeds say how much differences spread from seed to seed, about. */
export const pilotSeeds = 3;

/**
 * The differences that a number of seeds will show with power 0.8, about, in the pair that spreads least and in the one
 * that spreads most. They depend on the spread of the pilot's differences only, never on their means. Infinity: none.
 * @param judging of the look at that number of seeds
 */
export function detectableWith(seeds: number, pilot: Comparison, { rule, share }: Judging): [number, number] {
  const deviations = deviationsOf(pilot);
  const detectable = (deviation: number) => {
    const spread = { n: seeds, mean: 0, standardError: deviation / Math.sqrt(seeds) };
    return smallestDetectable(spread, share * pilot.alpha, deviations.length, rule);
  };
  return [detectable(Math.min(...deviations)), detectable(Math.max(...deviations))];
}

/** The number of seeds that shows a difference of this size with power 0.8, about; undefined: more than 10,000. */
export function seedsToShowIn(size: number, pilot: Comparison): number | undefined {
  const { rule, share } = judgingOf(pilot);
  const deviations = deviationsOf(pilot);
  return seedsToShow(size, Math.max(...deviations), share * pilot.alpha, deviations.length, rule);
}

/** Standard deviation of a seed's difference, of every pair. */
function deviationsOf({ contestants: [baseline, ...others], against }: Comparison): number[] {
  const values = new Map([baseline, ...others].map((contestant) => [contestant.name, contestant.values]));
  const pairs = [...others.map(({ name }) => ({ name, against: baseline.name })), ...against];
  return pairs.map((pair) => {
    const reference = values.get(pair.against)!;
    const { n, standardError } = spreadOf(values.get(pair.name)!.map((value, i) => value - reference[i]));
    return standardError * Math.sqrt(n);
  });
}
