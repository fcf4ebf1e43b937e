import { defineLoss } from "./definition.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";
import { selectedMean } from "./parts/selected-mean.js";
import type { SmallLossValues } from "./values.js";

/**
 * For noisy labels: a net learns wrong labels late, so their losses stay high at first. A scheduled kept fraction f
 * selects the max(1, floor(f N)) easiest. Co-teaching applies the rule to two nets, this loss to one.
 */
export const smallLoss = defineLoss<SmallLossValues>({
  name: "small-loss",
  summary: "the mean without the hardest examples, for noisy labels",
  formula: "mean of all l but the floor(drop N) hardest",
  source: "Han et al. 2018, Co-teaching, arXiv:1804.06872; Shen and Sanghavi 2019, trimmed loss, arXiv:1810.11874",
  comingFrom: [
    {
      project: "Co-teaching",
      theirs: "forget_rate=F, num_gradual=E",
      here: "small-loss:drop=F with --anneal-epochs <E - 1> (one net, not two)",
    },
  ],
  parameters: {
    drop: {
      kind: "number",
      summary: "fraction of the batch to leave out, hardest first",
      default: 0.2,
      minimum: 0,
      below: 1,
    },
  },
  target: ({ drop }) => 1 - drop,
  build: ({ drop }) => {
    const markRanks = createRanking();
    return (losses, weights, { keptFraction }) => {
      const n = losses.length;
      const kept = keptFraction === undefined ? Math.max(1, n - Math.floor(drop * n)) : keptCount(keptFraction, n);
      markRanks(losses, n - kept, n, weights);
      return selectedMean(losses, weights, "kept");
    };
  },
});
