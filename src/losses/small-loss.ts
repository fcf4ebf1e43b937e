import { defineLoss } from "./definition.js";
import { keptCount } from "./parts/kept-count.js";
import { createRanking } from "./parts/ranking.js";
import { selectedMean } from "./parts/selected-mean.js";

export type SmallLossValues = { readonly drop: number };

/**
 * The mean without the floor(drop N) hardest, for noisy labels: a wrong label is learnt late, so it is hard at first. Default: drop=0.2. A schedule's kept
 * fraction f keeps the max(1, floor(f N)) easiest.
 *
 * Source: the small-loss rule of Han et al., "Co-teaching", NeurIPS 2018, arXiv:1804.06872 (here with one net); iterative trimmed loss, Shen and Sanghavi,
 * ICML 2019, arXiv:1810.11874.
 */
export const smallLoss = defineLoss<SmallLossValues>({
  name: "small-loss",
  summary: "the mean without the hardest part: for noisy labels",
  formula: "mean of l without the floor(drop N) hardest",
  source: "Han et al. 2018, Co-teaching, arXiv:1804.06872; Shen and Sanghavi 2019, trimmed loss, arXiv:1810.11874",
  comingFrom: [
    {
      project: "Co-teaching",
      theirs: "forget_rate=F, num_gradual=E",
      here: "small-loss:drop=F, --anneal-epochs <E - 1> (one net, not two)",
    },
  ],
  parameters: {
    drop: {
      kind: "number",
      summary: "share of the batch to leave out, the hardest",
      default: 0.2,
      minimum: 0,
      below: 1,
    },
  },
  target: ({ drop }) => 1 - drop,
  build: ({ drop }) => {
    const markRanks = createRanking();
    return (losses, gradient, { keptFraction }) => {
      const n = losses.length;
      const kept = keptFraction === undefined ? Math.max(1, n - Math.floor(drop * n)) : keptCount(keptFraction, n);
      markRanks(losses, n - kept, n, gradient);
      return selectedMean(losses, gradient, "kept");
    };
  },
});
