import {
  backend,
  clipByValue,
  div,
  log,
  logSoftmax,
  mul,
  neg,
  softmax,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import type { OutputKind } from "./output-options.js";

/** Cross-entropy by rows and its gradient, for one kind of outputs. All are [rows, classes] but the losses and the weights, [rows]. */
export interface CrossEntropy {
  losses(targets: Tensor2D, outputs: Tensor2D): Tensor1D;
  /** d (sum of weight * loss) / d outputs */
  gradient(targets: Tensor2D, outputs: Tensor2D, weights: Tensor2D): Tensor2D;
}

const ofLogits: CrossEntropy = {
  losses: (targets, outputs) => neg(sum(mul(targets, logSoftmax(outputs)), 1)),
  // targets may be smoothed or empty: softmax counts as often as they sum to
  gradient: (targets, outputs, weights) => mul(weights, sub(mul(softmax(outputs), sum(targets, 1, true)), targets)),
};

const ofProbabilities: CrossEntropy = {
  losses: (targets, outputs) => neg(sum(mul(targets, log(bounded(outputs))), 1)),
  gradient: (targets, outputs, weights) => neg(div(mul(weights, targets), bounded(outputs))),
};

/** Away from 0, where the logarithm ends, and not above 1, as rounding may leave a softmax. */
function bounded(probabilities: Tensor2D): Tensor2D {
  return clipByValue(probabilities, backend().epsilon(), 1);
}

export const crossEntropies: Record<OutputKind, CrossEntropy> = { logits: ofLogits, probabilities: ofProbabilities };
