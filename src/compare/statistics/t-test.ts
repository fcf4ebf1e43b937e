import type { Spread } from "./spread.js";
import { tQuantile, tUpperTail } from "./student-t.js";

/**
 * The paired t test of "the mean difference is 0": its two-sided p. Without any spread to estimate it is that of the
 * sign flips, all of them one way: a difference that two seeds share to the last image is no proof.
 */
export function tTest({ n, mean, standardError }: Spread): number {
  if (standardError === 0) return mean === 0 ? 1 : 2 ** (1 - n);
  return 2 * tUpperTail(Math.abs(mean) / standardError, n - 1);
}

/**
 * Two one-sided t tests (Schuirmann 1987): p of "the mean difference is -margin or less, or margin or more", so that a
 * small p shows that it lies within the margin.
 */
export function equivalenceTest({ n, mean, standardError }: Spread, margin: number): number {
  const inside = margin - Math.abs(mean);
  if (standardError === 0) return inside > 0 ? 2 ** -n : 1;
  return tUpperTail(inside / standardError, n - 1);
}

/** The mean difference plus and minus t times its standard error. @param level of confidence, 0.95 */
export function tInterval({ n, mean, standardError }: Spread, level: number): [number, number] {
  const half = standardError === 0 ? 0 : tQuantile(1 - (1 - level) / 2, n - 1) * standardError;
  return [mean - half, mean + half];
}
