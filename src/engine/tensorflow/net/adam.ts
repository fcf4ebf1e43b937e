import { type ParameterName, parameterNames } from "../../../model/net.js";
import type { Adam } from "../../engine.js";
import type { Graph, Output } from "../graph/graph.js";
import { scalar } from "../graph/operations.js";
import type { NetVariables } from "./variables.js";

/** Two scalars that change from step to step. */
export interface AdamFeeds {
  readonly learningRate: Output;
  readonly epsilon: Output;
}

/**
 * One step of Adam on every parameter, once the nodes in `after` have run.
 *
 * TensorFlow computes variable -= lr sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon): its epsilon is not
 * PyTorch's, which is added to the root of the bias-corrected v. The scalars of `adamScalars` correct that. They
 * contain the powers of beta, which TensorFlow would take in single precision, and which are therefore 0 here.
 * @returns the nodes to wait for
 */
export function adamNodes(
  g: Graph,
  { parameters, firstMoments, secondMoments }: NetVariables,
  gradient: Record<ParameterName, Output>,
  adam: Adam,
  feeds: AdamFeeds,
  after: readonly Output[],
): Output[] {
  const [zero, beta1, beta2] = [scalar(g, 0), scalar(g, adam.beta1), scalar(g, adam.beta2)];
  return parameterNames.map((name) =>
    g.node(
      "ResourceApplyAdam",
      [
        parameters[name].handle,
        firstMoments[name].handle,
        secondMoments[name].handle,
        zero,
        zero,
        feeds.learningRate,
        beta1,
        beta2,
        feeds.epsilon,
        gradient[name],
        ...after.map((node) => `^${node}`),
      ],
      { T: { type: "float32" }, use_locking: { flag: false }, use_nesterov: { flag: false } },
    ),
  );
}

/**
 * The scalars that make TensorFlow's Adam PyTorch's, in step t, counted from 1. The moments decay by betas in single
 * precision, so these powers are of the same numbers: rounding changes 1 - beta2 by 1.3e-5 of itself.
 */
export function adamScalars(
  { beta1, beta2, epsilon }: Adam,
  t: number,
  lr: number,
): { learningRate: number; epsilon: number } {
  const root = Math.sqrt(1 - Math.fround(beta2) ** t);
  return { learningRate: (lr * root) / (1 - Math.fround(beta1) ** t), epsilon: epsilon * root };
}
