import { defineLoss } from "./definition.js";
import { exp, expm1, logOneMinusExp } from "./parts/elementary.js";

export type FocalValues = { readonly gamma: number };

/**
 * Focal loss: mean of (1 - p)^gamma l, where p = e^-l is the probability of the true class. Default: gamma=2. Without the class weights alpha.
 *
 * The gradient of one example is (1 - p)^gamma (1 + gamma p l / (1 - p)) / N; at l = 0 it is 0 for gamma > 0, and for gamma = 0 this is `ce`.
 *
 * Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv:1708.02002.
 */
export const focal = defineLoss<FocalValues>({
  name: "focal",
  summary: "each loss weighs (1 - p)^gamma: little when p is high",
  formula: "mean of (1 - p)^gamma l, p = e^-l",
  source: "Lin et al. 2017, Focal Loss for Dense Object Detection, arXiv:1708.02002",
  comingFrom: [{ project: "Keras CategoricalFocalCrossentropy", theirs: "gamma=G, alpha=1", here: "focal:gamma=G" }],
  parameters: {
    gamma: { kind: "number", summary: "how fast the weight falls as p grows (0: ce)", default: 2, minimum: 0 },
  },
  build:
    ({ gamma }) =>
    (losses, gradient) => {
      const n = losses.length;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const loss = losses[i];
        if (loss === 0) {
          gradient[i] = gamma === 0 ? 1 / n : 0;
          continue;
        }
        const weight = exp(gamma * logOneMinusExp(loss));
        sum += weight * loss;
        // 1 - p = -expm1(-l); gamma p weight first: it stays near 1 or below for any gamma
        gradient[i] = (weight + (gamma * exp(-loss) * weight * loss) / -expm1(-loss)) / n;
      }
      return sum / n;
    },
});
