import { defineLoss } from "./definition.js";
import { type HardWeightValues, hardWeightParameters, weightedSum } from "./parts/hard-weight.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";

/**
 * A weighted mean in which the hardest k = max(1, floor(keep N)) weigh more:
 * (weight * sum of the k hardest + sum of the rest) / (weight k + N - k). Nothing is skipped. Defaults: keep=0.5, weight=2.
 *
 * Source: the weighted mean, with two weights; a soft form of `ohem`, which it becomes as weight grows.
 */
export const weighted = defineLoss<HardWeightValues>({
  name: "weighted",
  summary: "a weighted mean in which the hard examples weigh more",
  formula: "k = max(1, floor(keep N)): (weight * sum of the k hardest l + sum of the rest) / (weight k + N - k)",
  source: "a weighted mean with two weights: ohem is its limit for large weights",
  comingFrom: [
    { project: "PyTorch", theirs: "(w * l).sum() / w.sum(), w = 2 for topk(N // 2), else 1", here: "weighted" },
  ],
  parameters: hardWeightParameters,
  build: ({ keep, weight }) => {
    const markRanks = createRanking();
    // relative to the larger of the two, so that no weight overflows a sum
    const hard = Math.min(weight, 1);
    const rest = Math.min(1 / weight, 1);
    return (losses, gradient) => {
      const n = losses.length;
      const k = keptCount(keep, n);
      markRanks(losses, 0, k, gradient);
      const total = hard * k + rest * (n - k);
      return weightedSum(losses, gradient, hard / total, k === n ? 0 : rest / total);
    };
  },
});
