/**
 * Holm's adjustment (1979) of the p values of a family, with what Shaffer (1986) adds: at most one of the hypotheses in
 * a group can be true. Any false claim at adjusted p <= alpha then has at most probability alpha, however the tests
 * depend on each other: when a true hypothesis is the first to be rejected, there are no more true ones than groups
 * that are not rejected whole, and each p is multiplied by their number.
 * @param groups p values; groups of one each are Holm's own adjustment
 */
export function holm(groups: readonly (readonly number[])[]): number[][] {
  const inOrder = groups.flatMap((ps, group) => ps.map((p, index) => ({ p, group, index })));
  inOrder.sort((a, b) => a.p - b.p);
  const adjusted = groups.map((ps) => [...ps]);
  const left = groups.map((ps) => ps.length);
  let largest = 0;
  for (const { p, group, index } of inOrder) {
    largest = Math.max(largest, Math.min(1, left.filter((count) => count > 0).length * p));
    adjusted[group][index] = largest;
    left[group]--;
  }
  return adjusted;
}
