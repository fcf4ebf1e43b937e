import { defineLoss } from "./definition.js";
import { exp, log } from "./parts/elementary.js";
import { appendLosses, cumulativeShares, lowerBound } from "./parts/loss-history.js";
import { createRanking } from "./parts/ranking.js";
import { selectedMean } from "./parts/selected-mean.js";
import type { SelectiveBackpropValues } from "./values.js";

/** The name of the history among the state's arrays. */
const historyArray = "selective-backprop.history";

/**
 * The history is kept in the state's arrays; one number is drawn from the state's generator for each example.
 */
export const selectiveBackprop = defineLoss<SelectiveBackpropValues>({
  name: "selective-backprop",
  summary: "the mean over a random part that favours high losses",
  formula:
    "mean of the selected l, each selected with probability CDF(l)^beta, where CDF(l) is the share of the last " +
    "`history` losses, this batch included, that are <= l; the whole batch until that many losses were seen; " +
    "the hardest l if none was selected",
  source: "Jiang et al. 2019, Accelerating Deep Learning by Focusing on the Biggest Losers, arXiv:1910.00762",
  comingFrom: [
    {
      project: "SelectiveBackprop",
      theirs: "prob_pow=B, max_history_len=H, calculator relative",
      here: "selective-backprop:beta=B,history=H",
    },
  ],
  parameters: {
    beta: { kind: "number", summary: "how strongly to prefer hard examples (0: select all)", default: 3, minimum: 0 },
    history: {
      kind: "number",
      summary: "how many recent losses to rank an example among",
      default: 1024,
      minimum: 1,
      maximum: 2 ** 24,
      integer: true,
    },
  },
  arrays: ({ history }, examples) => ({ [historyArray]: Math.min(history, examples) }),
  build: ({ beta, history: limit }) => {
    const markRanks = createRanking();
    return (losses, weights, { arrays, random }) => {
      const history = appendLosses(arrays.get(historyArray) ?? new Float32Array(0), losses, limit);
      arrays.set(historyArray, history);
      if (history.length < limit) {
        weights.fill(1);
        return selectedMean(losses, weights, "kept");
      }
      const ascending = Float32Array.from(losses).sort();
      const shares = cumulativeShares(ascending, history);
      let kept = 0;
      for (let i = 0; i < losses.length; i++) {
        const share = shares[lowerBound(ascending, losses[i])];
        const selected = random.float() < power(share, beta);
        weights[i] = selected ? 1 : 0;
        if (selected) kept++;
      }
      if (kept === 0) markRanks(losses, 0, 1, weights);
      return selectedMean(losses, weights, "kept");
    };
  },
});

/** share^beta with 0^0 = 1 */
function power(share: number, beta: number): number {
  return beta === 0 ? 1 : exp(beta * log(share));
}
