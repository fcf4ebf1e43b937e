/**
 * Marks the examples whose rank is in [first, end) with 1 and all others with 0. Rank 0 is the hardest: larger losses
 * first, equal losses by lower index.
 */
export type MarkRanks = (losses: Float32Array, first: number, end: number, marks: Float32Array) => void;

/** A ranking keeps its scratch array from call to call. */
export function createRanking(): MarkRanks {
  let sorted = new Float32Array(0);
  return (losses, first, end, marks) => {
    const n = losses.length;
    if (first === 0 && end === n) {
      marks.fill(1);
      return;
    }
    if (sorted.length !== n) sorted = new Float32Array(n);
    sorted.set(losses);
    // sorts values, which is much faster than sorting indices; the loop below resolves ties
    sorted.sort();
    const endLoss = end === 0 ? Infinity : sorted[n - end];
    const firstLoss = first === 0 ? Infinity : sorted[n - first];
    let endTies = end - countAbove(sorted, endLoss);
    let firstTies = first - countAbove(sorted, firstLoss);
    for (let i = 0; i < n; i++) {
      const loss = losses[i];
      const beforeEnd = loss > endLoss || (loss === endLoss && endTies-- > 0);
      const beforeFirst = loss > firstLoss || (loss === firstLoss && firstTies-- > 0);
      marks[i] = beforeEnd && !beforeFirst ? 1 : 0;
    }
  };
}

function countAbove(ascending: Float32Array, value: number): number {
  let count = 0;
  for (let i = ascending.length - 1; i >= 0 && ascending[i] > value; i--) count++;
  return count;
}
