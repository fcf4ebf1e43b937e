import { defineLoss } from "./definition.js";
import { keptCount } from "./parts/kept-count.js";
import { selectedMean } from "./parts/selected-mean.js";
import type { RandomValues } from "./values.js";

/**
 * What mining has to beat at the same number of backward passes. Every set of that size is equally likely: Floyd's
 * algorithm (Bentley, "Programming Pearls", CACM 30 (9), 1987) with the state's generator. A scheduled kept fraction
 * replaces keep and ratio.
 */
export const random = defineLoss<RandomValues>({
  name: "random",
  summary: "the mean over a random part of a batch, as a control",
  formula: "mean of max(1, floor(keep N)) or max(1, floor(N / ratio)) l drawn at random",
  source: "the control of any experiment on selecting examples",
  comingFrom: [],
  parameters: {
    keep: {
      kind: "number",
      summary: "fraction of the batch to select",
      default: 1 / 3,
      above: 0,
      maximum: 1,
    },
    ratio: {
      kind: "number",
      summary: "select N / ratio examples of a batch of N, as ohem does",
      default: undefined,
      minimum: 1,
      insteadOf: "keep",
    },
  },
  target: ({ keep, ratio }) => keep ?? 1 / ratio!,
  build:
    ({ keep, ratio }) =>
    (losses, weights, { keptFraction, random }) => {
      const n = losses.length;
      weights.fill(0);
      const fraction = keptFraction ?? keep;
      const kept = fraction === undefined ? Math.max(1, Math.floor(n / ratio!)) : keptCount(fraction, n);
      for (let last = n - kept; last < n; last++) {
        const drawn = random.integer(last + 1);
        weights[weights[drawn] === 0 ? drawn : last] = 1;
      }
      return selectedMean(losses, weights, "kept");
    },
});
