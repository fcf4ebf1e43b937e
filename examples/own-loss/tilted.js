import { defineLoss } from "ohem";

/**
 * A loss of one's own: a smooth way from the mean (a small tilt) to the hardest example of the batch (a large one).
 *
 *     ohem losses examples/own-loss/tilted.js --check
 *     ohem train --loss examples/own-loss/tilted.js:tilt=2
 *     ohem compare ce ohem:ratio=3 examples/own-loss/tilted.js
 */
export default defineLoss({
  name: "tilted",
  summary: "a mean that leans towards the hard examples",
  formula: "ln(mean of e^(tilt l)) / tilt",
  source: "Li et al. 2021, Tilted Empirical Risk Minimization, arXiv:2007.01162",
  parameters: {
    tilt: { kind: "number", summary: "how far it leans", default: 1, minimum: 0.001, maximum: 1000 },
  },
  build:
    ({ tilt }) =>
    (losses, weights) => {
      const n = losses.length;
      const hardest = losses.reduce((a, b) => Math.max(a, b));
      // relative to the hardest, so that nothing overflows
      let sum = 0;
      for (const loss of losses) sum += Math.expm1(tilt * (loss - hardest));
      const mean = sum / n;
      // the derivative of the objective: the softmax of tilt * losses
      losses.forEach((loss, i) => {
        weights[i] = Math.exp(tilt * (loss - hardest)) / (1 + mean) / n;
      });
      return hardest + Math.log1p(mean) / tilt;
    },
});
