import { defineLoss } from "./definition.js";
import { exp, expm1, logOneMinusExp } from "./parts/elementary.js";
import type { FocalValues } from "./values.js";

/**
 * Without the class weights alpha of the paper. The weight of one example is
 * (1 - p)^gamma (1 + gamma p l / (1 - p)) / N; at l = 0 it is 0, except for gamma = 0, which is `ce`.
 */
export const focal = defineLoss<FocalValues>({
  name: "focal",
  summary: "the mean of the losses, each scaled by (1 - p)^gamma",
  formula: "mean of (1 - p)^gamma l, where p = e^-l is the probability of the true class",
  source: "Lin et al. 2017, Focal Loss for Dense Object Detection, arXiv:1708.02002",
  comingFrom: [{ project: "Keras CategoricalFocalCrossentropy", theirs: "gamma=G, alpha=1", here: "focal:gamma=G" }],
  parameters: {
    gamma: { kind: "number", summary: "how fast the scale falls as p grows (0: ce)", default: 2, minimum: 0 },
  },
  contribution: ({ gamma }, loss) => (loss === 0 ? 0 : scaleOf(loss, gamma) * loss),
  build:
    ({ gamma }) =>
    (losses, weights) => {
      const n = losses.length;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const loss = losses[i];
        if (loss === 0) {
          weights[i] = gamma === 0 ? 1 / n : 0;
          continue;
        }
        const scale = scaleOf(loss, gamma);
        sum += scale * loss;
        // 1 - p = -expm1(-l); gamma p scale comes first, because it stays near 1 or below for any gamma
        weights[i] = (scale + (gamma * exp(-loss) * scale * loss) / -expm1(-loss)) / n;
      }
      return sum / n;
    },
});

/** (1 - p)^gamma @param loss above 0 */
function scaleOf(loss: number, gamma: number): number {
  return exp(gamma * logOneMinusExp(loss));
}
