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

/** Cross-entropy and its gradient for one kind of outputs. Targets, outputs and gradient are [rows, classes]. */
export interface CrossEntropy {
  /** [rows], nats */
  losses(targets: Tensor2D, outputs: Tensor2D): Tensor1D;
  /** d (sum of weight * loss) / d outputs. @param weights [rows, 1] */
  gradient(targets: Tensor2D, outputs: Tensor2D, weights: Tensor2D): Tensor2D;
}

export const ofLogits: CrossEntropy = {
  losses: (targets, outputs) => neg(sum(mul(targets, logSoftmax(outputs)), 1)),
  // all-zero targets do not sum to 1, and soft ones only nearly: their sum scales the softmax
  gradient: (targets, outputs, weights) => mul(weights, sub(mul(softmax(outputs), sum(targets, 1, true)), targets)),
};

export const ofProbabilities: CrossEntropy = {
  losses: (targets, outputs) => neg(sum(mul(targets, log(bounded(outputs))), 1)),
  gradient: (targets, outputs, weights) => neg(div(mul(weights, targets), bounded(outputs))),
};

/** Clipped away from 0, which has no logarithm, and to at most 1, which a rounded softmax may exceed. */
function bounded(probabilities: Tensor2D): Tensor2D {
  return clipByValue(probabilities, backend().epsilon(), 1);
}
