/** Fewer than a process may have files open; file systems far away answer many questions as fast as one. */
const batchSize = 32;

/** Works on many files, some at a time. @returns the results in order */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += batchSize) {
    results.push(...(await Promise.all(items.slice(start, start + batchSize).map(work))));
  }
  return results;
}
