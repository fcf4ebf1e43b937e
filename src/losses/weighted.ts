import { defineLoss } from "./definition.js";
import { hardWeightParameters, weightedSum } from "./parts/hard-weight.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";
import type { WeightedValues } from "./values.js";

export const weighted = defineLoss<WeightedValues>({
  name: "weighted",
  summary: "a weighted mean that gives hard examples more weight",
  formula: "with k = max(1, floor(keep N)): (weight * sum of the k hardest l + sum of the rest) / (weight k + N - k)",
  source: "a weighted mean with two weights; for large weights it approaches ohem",
  comingFrom: [
    { project: "PyTorch", theirs: "(w * l).sum() / w.sum(), w = 2 for topk(N // 2), else 1", here: "weighted" },
  ],
  parameters: hardWeightParameters,
  build: ({ keep, weight }) => {
    const markRanks = createRanking();
    // relative to the larger of the two, so that sums cannot overflow
    const hard = Math.min(weight, 1);
    const rest = Math.min(1 / weight, 1);
    return (losses, weights) => {
      const n = losses.length;
      const k = keptCount(keep, n);
      markRanks(losses, 0, k, weights);
      const total = hard * k + rest * (n - k);
      return weightedSum(losses, weights, hard / total, k === n ? 0 : rest / total);
    };
  },
});
