/** How many of N examples a kept fraction selects: max(1, floor(fraction * N)). */
export function keptCount(fraction: number, n: number): number {
  return Math.max(1, Math.floor(fraction * n));
}
