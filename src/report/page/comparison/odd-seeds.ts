import { hasCollapsed } from "../../../compare/collapsed.js";
import { median } from "../../../compare/costs.js";
import type { Entry } from "../../../compare/entries.js";
import { differencesOf, type Row } from "../../comparison/rows.js";

/** A seed whose difference lies far from those of the other seeds. */
export interface OddSeed {
  readonly seed: number;
  readonly contestant: string;
  readonly difference: number;
  /** of all seeds */
  readonly median: number;
  /** in deviations that are estimated from the median distance */
  readonly score: number;
}

/** Iglewicz and Hoaglin 1993: modified z scores above 3.5. */
const limit = 3.5;
/** The median distance from the median, in standard deviations of a normal distribution. */
const normalDistance = 0.6745;
/** With fewer, half of them being alike says nothing. */
export const fewestSeeds = 6;

/** Seeds that one should look at: of the pairs with the baseline, the furthest first. */
export function oddSeeds(rows: readonly Row[], seeds: readonly number[]): OddSeed[] {
  if (seeds.length < fewestSeeds) return [];
  const pairs = rows.filter(({ pair, isAgainst }) => pair !== undefined && !isAgainst);
  const found = pairs.flatMap((row) => {
    const differences = differencesOf(row);
    const middle = median(differences);
    const distance = median(differences.map((difference) => Math.abs(difference - middle)));
    return differences.map((difference, index) => ({
      seed: seeds[index],
      contestant: row.contestant.name,
      difference,
      median: middle,
      score: distance === 0 ? 0 : (normalDistance * Math.abs(difference - middle)) / distance,
    }));
  });
  return found.filter(({ score }) => score > limit).sort((a, b) => b.score - a.score);
}

/** A training that diverged. */
export interface DivergedTrial {
  readonly contestant: string;
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
  readonly reason: string;
}

export function divergedTrials(entries: readonly Entry[]): DivergedTrial[] {
  return entries.flatMap(({ name, trials }) =>
    trials.flatMap(({ settings: { seed }, diverged }) => {
      return diverged === null ? [] : [{ contestant: name, seed, ...diverged }];
    }),
  );
}

/** A training that ended in the uniform answer. */
export interface CollapsedTrial {
  readonly contestant: string;
  readonly seed: number;
  /** mean losses at its end, nats */
  readonly meanLoss: number;
  readonly testLoss: number;
}

export function collapsedTrials(entries: readonly Entry[]): CollapsedTrial[] {
  return entries.flatMap(({ name, trials }) =>
    trials.filter(hasCollapsed).map(({ settings: { seed }, curve }) => {
      const { meanLoss, testLoss } = curve.at(-1)!;
      return { contestant: name, seed, meanLoss: meanLoss!, testLoss: testLoss! };
    }),
  );
}
