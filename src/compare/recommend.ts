import type { ContestantVerdict } from "./comparison.js";

/** Times that differ by less are the same. */
const decimals = 2;

/**
 * The cheapest contestant that is shown to be better than the baseline, or that costs less, is shown within the margin
 * and not shown to be worse; of equal costs the higher mean, then the first name. Where there is none, the baseline: it
 * is within any margin of itself.
 */
export function recommend(contestants: readonly ContestantVerdict[]): string {
  const fit = contestants.filter(({ role, verdict, withinMargin, relativeTime }) => {
    if (role === "baseline" || verdict === "worse") return false;
    return verdict === "better" || (withinMargin === true && relativeTime !== null && roundedTime(relativeTime) < 1);
  });
  const cost = ({ relativeTime }: ContestantVerdict) => roundedTime(relativeTime ?? Number.POSITIVE_INFINITY);
  const inOrder = fit.sort((a, b) => compare(cost(a), cost(b)) || b.mean - a.mean || compare(a.name, b.name));
  return (inOrder[0] ?? contestants[0]).name;
}

function roundedTime(time: number): number {
  return Number(time.toFixed(decimals));
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
