import { defineLoss } from "./definition.js";
import { keptCount } from "./parts/kept-count.js";
import { selectedMean } from "./parts/selected-mean.js";

export type RandomValues = { readonly keep: number };

/**
 * The mean of max(1, floor(keep N)) examples drawn at random: what mining has to beat at the same number of backward passes. Default: keep=1/3. A
 * schedule's kept fraction takes the place of keep. Every set of that size is equally likely; the draws come from the state's generator.
 *
 * Source: the control of every experiment on selection. Drawing: Floyd's algorithm, Bentley, "Programming Pearls", CACM 30 (9), 1987.
 */
export const random = defineLoss<RandomValues>({
  name: "random",
  summary: "the mean of a random part: the control for any claim",
  formula: "mean of max(1, floor(keep N)) random l",
  source: "the control of every experiment on selection",
  comingFrom: [],
  parameters: {
    keep: {
      kind: "number",
      summary: "share of the batch to learn from",
      default: 1 / 3,
      above: 0,
      maximum: 1,
    },
  },
  target: ({ keep }) => keep,
  build:
    ({ keep }) =>
    (losses, gradient, { keptFraction, random }) => {
      const n = losses.length;
      gradient.fill(0);
      for (let last = n - keptCount(keptFraction ?? keep, n); last < n; last++) {
        const drawn = random.integer(last + 1);
        gradient[gradient[drawn] === 0 ? drawn : last] = 1;
      }
      return selectedMean(losses, gradient, "kept");
    },
});
