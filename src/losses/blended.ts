import { defineLoss } from "./definition.js";
import { hardWeightParameters, weightedSum } from "./parts/hard-weight.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";
import type { BlendedValues } from "./values.js";

/**
 * The two parts are weighted differently: the batch mean by the number of examples that are not hard, the mean of the
 * hard ones only by `weight`. For large batches the objective is therefore about (1 - keep) mean(l).
 */
export const blended = defineLoss<BlendedValues>({
  name: "blended",
  summary: "the batch mean blended with the mean of the hard part",
  formula: "with k = max(1, floor(keep N)): (mean(l) (N - k) + weight * mean of the k hardest l) / N",
  source: "published training loops that add the mean of the hard examples to the batch mean",
  comingFrom: [],
  parameters: hardWeightParameters,
  build: ({ keep, weight }) => {
    const markRanks = createRanking();
    return (losses, weights) => {
      const n = losses.length;
      const k = keptCount(keep, n);
      markRanks(losses, 0, k, weights);
      const rest = (n - k) / n / n;
      return weightedSum(losses, weights, rest + weight / k / n, rest);
    };
  },
});
