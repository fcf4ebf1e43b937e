import type { Rule } from "./rule.js";
import type { Spread } from "./spread.js";
import { tQuantile } from "./student-t.js";

const power = 0.8;
/** More are of no use to anybody. */
const mostSeeds = 10_000;

/** In standard errors of n differences, in a family of k tests. */
function detectableFactor(n: number, alpha: number, k: number, { critical }: Rule): number {
  return critical(n, alpha / k) + tQuantile(power, n - 1);
}

/** The difference that n seeds of this spread show with power 0.8 in a family of k tests; Infinity: none. */
export function smallestDetectable({ n, standardError }: Spread, alpha: number, k: number, rule: Rule): number {
  return standardError === 0 ? 0 : detectableFactor(n, alpha, k, rule) * standardError;
}

/**
 * The fewest seeds that show a difference of this size with power 0.8, or that the difference is within a margin of
 * this size when there is none (which takes no more).
 * @param deviation standard deviation of a seed's difference
 * @returns undefined where 10,000 are not enough
 */
export function seedsToShow(size: number, deviation: number, alpha: number, k: number, rule: Rule): number | undefined {
  const enough = (n: number) => detectableFactor(n, alpha, k, rule) * deviation <= size * Math.sqrt(n);
  if (!enough(mostSeeds)) return undefined;
  let [low, high] = [1, 2];
  while (!enough(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
