/** A chain's part of a batch: positions [first, end). */
export interface Part {
  readonly first: number;
  readonly end: number;
}

/**
 * Cuts a batch into parts of equal size; if it does not divide evenly, the first ones are longer by one. There are
 * never more parts than examples.
 */
export function partsOf(size: number, chains: number): Part[] {
  const count = Math.min(size, chains);
  const start = (chain: number) => chain * Math.floor(size / count) + Math.min(chain, size % count);
  return Array.from({ length: count }, (_, chain) => ({ first: start(chain), end: start(chain + 1) }));
}
