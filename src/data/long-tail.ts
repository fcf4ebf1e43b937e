/**
 * How many examples of each class a long-tailed set has: class c of C keeps n * factor^(-c / (C - 1)), rounded, but no
 * more than it has; n is the size of the largest class. Classes without examples do not count (Cui et al. 2019,
 * arXiv:1901.05555, section 5.1).
 * @param counts [classes] examples of each class
 */
export function longTailCounts(counts: readonly number[], factor: number): number[] {
  const most = Math.max(...counts);
  const last = Math.max(1, counts.filter((count) => count > 0).length - 1);
  let place = 0;
  return counts.map((count) => (count === 0 ? 0 : Math.min(count, rounded(most * factor ** (-place++ / last)))));
}

/** The last bits of a power differ between versions of JavaScript engines: they must not decide a tie. */
function rounded(value: number): number {
  return Math.round(Number(value.toPrecision(12)));
}
