import { windowOf } from "./convolution.js";
import type { Example } from "./net.js";

/**
 * The net's gradient jumps where a pool window changes its winner or a ReLU opens, and its prediction where two logits
 * cross. An example is stable when none of this happens as long as no value moves by more than `margin` / 2. Exact
 * ties do not count: they come from equal patches (blank ones above all), and then every winner gives the same
 * gradient.
 */
export function isStable(example: Example, margin: number): boolean {
  return (
    windowsAreStable(example.convolved1, 12, margin) &&
    windowsAreStable(example.convolved2, 4, margin) &&
    largestIsStable(example.logits, margin)
  );
}

function windowsAreStable(convolved: Float64Array, pooledSide: number, margin: number): boolean {
  const values = new Float64Array(4);
  for (let pooled = 0; pooled < convolved.length / 4; pooled++) {
    windowOf(pooled, pooledSide).forEach((place, i) => {
      values[i] = convolved[place];
    });
    const largest = Math.max(...values);
    if (largest < -margin) continue; // ReLU stays closed, whatever wins
    if (largest < margin || !largestIsStable(values, margin)) return false;
  }
  return true;
}

function largestIsStable(values: Float64Array, margin: number): boolean {
  const largest = Math.max(...values);
  return values.every((value) => value === largest || value < largest - margin);
}
