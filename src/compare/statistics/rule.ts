import { sequentialEquivalenceTest, sequentialFactor, sequentialInterval, sequentialTest } from "./sequential.js";
import type { Spread } from "./spread.js";
import { tQuantile } from "./student-t.js";
import { equivalenceTest, tInterval, tTest } from "./t-test.js";

/** How differences become p values and intervals. */
export interface Rule {
  /** p of "the mean difference is 0", two-sided */
  test(spread: Spread): number;
  /** p of "the mean difference is not within the margin" */
  equivalence(spread: Spread, margin: number): number;
  /** undefined where so few seeds bound nothing */
  interval(spread: Spread, level: number): [number, number] | undefined;
  /** the least |mean| / standard error that the test calls a difference at this alpha */
  critical(n: number, alpha: number): number;
}

/** For a number of seeds that was fixed in advance, and one look. */
const fixed: Rule = {
  test: tTest,
  equivalence: equivalenceTest,
  interval: tInterval,
  critical: (n, alpha) => tQuantile(1 - alpha / 2, n - 1),
};

/** For any number of looks. */
const sequential: Rule = {
  test: sequentialTest,
  equivalence: sequentialEquivalenceTest,
  interval: sequentialInterval,
  critical: sequentialFactor,
};

export const rules = { fixed, sequential } as const;
export type RuleName = keyof typeof rules;
