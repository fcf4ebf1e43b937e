/**
 * Holm's adjustment (1979): the p values of a family of tests, of which at most a share alpha of all families has any
 * false claim at adjusted p <= alpha, however the tests depend on each other.
 */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => ps[a] - ps[b]);
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[index]));
    adjusted[index] = largest;
  }
  return adjusted;
}
