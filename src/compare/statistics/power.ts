import { tQuantile } from "./student-t.js";

const power = 0.8;
/** More are of no use to anybody. */
const mostSeeds = 10_000;

/** Of the standard error of n differences, in a family of k tests. */
function detectableFactor(n: number, alpha: number, k: number): number {
  return tQuantile(1 - alpha / (2 * k), n - 1) + tQuantile(power, n - 1);
}

/** The difference that n seeds show with power 0.8 in a family of k tests. @param standardError of the mean of n */
export function smallestDetectable(standardError: number, n: number, alpha: number, k: number): number {
  return standardError === 0 ? 0 : detectableFactor(n, alpha, k) * standardError;
}

/**
 * The fewest seeds that show a difference of this size with power 0.8, or that it lies within a margin of this size
 * when there is none (which takes no more).
 * @param deviation standard deviation of a seed's difference
 * @returns undefined where 10,000 are not enough
 */
export function seedsToShow(size: number, deviation: number, alpha: number, k: number): number | undefined {
  const enough = (n: number) => detectableFactor(n, alpha, k) * deviation <= size * Math.sqrt(n);
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
