/** The part of a batch that a chain has: positions [first, end). */
export interface Part {
  readonly first: number;
  readonly end: number;
}

/** Cuts a batch into parts of equal size, the first ones longer by one where it does not divide; no more of them than examples. */
export function partsOf(size: number, chains: number): Part[] {
  const count = Math.min(size, chains);
  const start = (chain: number) => chain * Math.floor(size / count) + Math.min(chain, size % count);
  return Array.from({ length: count }, (_, chain) => ({ first: start(chain), end: start(chain + 1) }));
}
