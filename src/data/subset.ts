/**
 * How many examples of each class a subset of `total` has: the classes keep their proportions. Each gets the whole part
 * of its share; the examples that are left go to the largest remainders, equal ones to the lower class.
 * @param counts [classes] examples of each class
 */
export function subsetCounts(counts: readonly number[], total: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => Math.floor((total * count) / all));
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  const remainders = counts.map((count, label) => ({ label, remainder: (total * count) % all }));
  remainders.sort((a, b) => b.remainder - a.remainder || a.label - b.label);
  for (const { label } of remainders.slice(0, left)) shares[label]++;
  return shares;
}
