/** A difference of shares in points, with its sign: "+0.12". */
export function formatPoints(share: number): string {
  const text = size(share);
  return Number(text) === 0 ? text : `${share < 0 ? "-" : "+"}${text}`;
}

/** Its size alone: "0.12". */
export function size(share: number): string {
  return (100 * Math.abs(share)).toFixed(2);
}

/**
 * No two accuracies differ by 100 points or more: an end that lies there rules nothing out. It is named instead of
 * printed, and never moved to 100, which would look like something that was found.
 */
export function isBound(end: number): boolean {
  return Math.abs(end) < 1;
}

export function formatInterval(interval: readonly [number, number]): string {
  if (!interval.some(isBound)) return `(${noBound})`;
  return `(${interval.map((end) => (isBound(end) ? formatPoints(end) : noBound)).join(", ")})`;
}

export const noBound = "no bound";

export function formatP(p: number): string {
  return p < 0.0001 ? "<.0001" : p.toFixed(4);
}
