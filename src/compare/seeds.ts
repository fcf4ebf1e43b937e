/** Seeds from `first` on. */
export function seedRange(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** All seeds of two lists, each once, ascending, as a plan holds them. */
export function unitedSeeds(some: readonly number[], others: readonly number[]): number[] {
  return [...new Set([...some, ...others])].sort((a, b) => a - b);
}
