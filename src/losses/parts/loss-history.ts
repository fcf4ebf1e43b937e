/**
 * The last `limit` losses, oldest first: those of `before`, then the batch's.
 * @param before is overwritten and returned once it is full
 */
export function appendLosses(before: Float32Array, batch: Float32Array, limit: number): Float32Array {
  const length = Math.min(before.length + batch.length, limit);
  const taken = Math.min(batch.length, limit);
  const old = length - taken;
  const history = length === before.length ? before : new Float32Array(length);
  history.set(before.subarray(before.length - old));
  history.set(batch.subarray(batch.length - taken), old);
  return history;
}

/**
 * @param ascending [N] the batch's losses, sorted
 * @returns [N] the share of the history that is <= each of them
 */
export function cumulativeShares(ascending: Float32Array, history: Float32Array): Float64Array {
  const shares = new Float64Array(ascending.length);
  for (const loss of history) {
    const at = lowerBound(ascending, loss);
    if (at < shares.length) shares[at] = shares[at] + 1;
  }
  let count = 0;
  for (let i = 0; i < shares.length; i++) {
    count += shares[i];
    shares[i] = count / history.length;
  }
  return shares;
}

/** The index of the first value that is >= `value`; the length if there is none. */
export function lowerBound(ascending: Float32Array, value: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (ascending[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
