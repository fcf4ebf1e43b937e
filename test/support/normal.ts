import type { Random } from "../../src/random.js";

/** A draw of the standard normal distribution (Box and Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
}

/** Of Student's distribution with 3 degrees of freedom, scaled to a standard deviation of 1: heavy tails. */
export function heavyTailed(random: Random): number {
  const squares = [1, 2, 3].reduce((sum) => sum + normal(random) ** 2, 0);
  return normal(random) / Math.sqrt(squares);
}
