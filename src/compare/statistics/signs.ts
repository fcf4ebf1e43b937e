/** Two halves of 2^20 sums each are still sorted in a blink. */
const mostSeeds = 40;

/**
 * The exact sign-flip test: the share of the 2^n ways to choose the differences' signs in which the sum is as far from
 * 0 as the observed one, or further. Counted by meeting in the middle: two sorted halves of partial sums.
 * @returns undefined above 40 differences
 */
export function signFlipTest(differences: readonly number[]): number | undefined {
  const n = differences.length;
  if (n > mostSeeds) return undefined;
  const observed = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  // Sums that are equal on paper differ by rounding.
  const least = observed - 1e-9 * differences.reduce((sum, d) => sum + Math.abs(d), 0);
  if (least <= 0) return 1;
  const left = signedSums(differences.slice(0, n >> 1));
  const right = signedSums(differences.slice(n >> 1));
  let count = 0;
  let first = right.length;
  for (const sum of left) {
    while (first > 0 && sum + right[first - 1] >= least) first--;
    count += right.length - first;
  }
  return (2 * count) / 2 ** n;
}

/** All 2^n sums of the values with either sign, sorted. */
function signedSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  for (const [i, value] of values.entries()) {
    for (let j = 2 ** i - 1; j >= 0; j--) {
      sums[j + 2 ** i] = sums[j] + value;
      sums[j] -= value;
    }
  }
  return sums.sort();
}

/** The exact two-sided sign test of "either wins as often"; ties take no part. */
export function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  let term = 0.5 ** n;
  let tail = 0;
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}
