/** What the tests need of paired differences, candidate - baseline, one a seed. */
export interface Spread {
  /** >= 2 */
  readonly n: number;
  readonly mean: number;
  /** of the mean; 0 where all differences are the same */
  readonly standardError: number;
}

/** Differences of shares that are equal on paper differ by rounding. */
const rounding = 1e-12;

/** @param differences [n], n >= 2 */
export function spreadOf(differences: readonly number[]): Spread {
  const n = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const squares = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0);
  const same = differences.every((d) => Math.abs(d - mean) < rounding);
  return { n, mean, standardError: same ? 0 : Math.sqrt(squares / (n - 1) / n) };
}
