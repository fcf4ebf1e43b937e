import { defineLoss } from "./definition.js";
import { type HardWeightValues, hardWeightParameters, weightedSum } from "./parts/hard-weight.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";

/**
 * The batch's mean blended with the mean of its hardest k = max(1, floor(keep N)):
 * (mean(l) (N - k) + weight * mean of the k hardest) / N. Nothing is skipped. Defaults: keep=0.5, weight=2.
 *
 * The two parts are not weighted alike: the first by the number of the rest, the second by `weight` alone. For large batches the objective is therefore
 * about (1 - keep) mean(l).
 */
export const blended = defineLoss<HardWeightValues>({
  name: "blended",
  summary: "the batch's mean blended with the mean of the hard part",
  formula: "k = max(1, floor(keep N)): (mean(l) (N - k) + weight * mean of the k hardest l) / N",
  source: "published training loops that add the hard examples' mean to the batch's mean",
  comingFrom: [],
  parameters: hardWeightParameters,
  build: ({ keep, weight }) => {
    const markRanks = createRanking();
    return (losses, gradient) => {
      const n = losses.length;
      const k = keptCount(keep, n);
      markRanks(losses, 0, k, gradient);
      const rest = (n - k) / n / n;
      return weightedSum(losses, gradient, rest + weight / k / n, rest);
    };
  },
});
