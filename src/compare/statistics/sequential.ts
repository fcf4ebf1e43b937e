import type { Spread } from "./spread.js";

/*
 * The rule for a comparison that is looked at more than once: valid at every look, whatever made one look again. The
 * e-value is a t statistic's likelihood ratio, mixed over effects of a standard normal distribution in standard
 * deviations (Wang and Ramdas 2023, arXiv:2310.03722): at a true difference of 0 it ever reaches 1/alpha with at most
 * probability alpha.
 */

/** E of "the mean difference is `at`". */
export function eValue({ n, mean, standardError }: Spread, at = 0): number {
  const v = n - 1;
  const squared = ((mean - at) / standardError) ** 2;
  // The limit where there is no spread; no evidence at all where there is no difference either.
  if (mean === at) return 1 / Math.sqrt(1 + n);
  const ratio = standardError === 0 ? 1 + n : (1 + squared / v) / (1 + squared / (v * (1 + n)));
  return ratio ** (n / 2) / Math.sqrt(1 + n);
}

/** The p that stays valid at every look, in the place of `tTest`'s. */
export function sequentialTest(spread: Spread): number {
  return Math.min(1, 1 / eValue(spread));
}

/** In the place of `equivalenceTest`'s p: small where the valid interval lies within the margin. */
export function sequentialEquivalenceTest(spread: Spread, margin: number): number {
  if (Math.abs(spread.mean) >= margin) return 1;
  return Math.min(1, 1 / Math.min(eValue(spread, margin), eValue(spread, -margin)));
}

/** The half-width of the interval that holds the true difference at all looks at once, in standard errors. */
export function sequentialFactor(n: number, alpha: number): number {
  const v = n - 1;
  const ratio = (Math.sqrt(1 + n) / alpha) ** (2 / n);
  return ratio >= 1 + n ? Number.POSITIVE_INFINITY : Math.sqrt((v * (ratio - 1)) / (1 - ratio / (1 + n)));
}

/** @returns undefined where so few seeds bound nothing */
export function sequentialInterval({ n, mean, standardError }: Spread, level: number): [number, number] | undefined {
  const factor = sequentialFactor(n, 1 - level);
  if (factor === Number.POSITIVE_INFINITY) return undefined;
  return [mean - factor * standardError, mean + factor * standardError];
}
