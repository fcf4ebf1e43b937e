import type { ParameterName } from "../../../model/net.js";
import type { Graph, Output } from "../graph/graph.js";
import {
  biasGradient,
  conv2dFilterGradient,
  conv2dInputGradient,
  gather,
  matMul,
  maxPool,
  maxPoolGradient,
  multiply,
  reluGradient,
  reshape,
} from "../graph/operations.js";
import { firstLayer, imagesOf } from "./forward.js";
import type { KeptActivations } from "./kept.js";
import { tensorflowLayouts } from "./layout.js";
import type { SplitVariables } from "./variables.js";

export interface Selected {
  /** [K] positions in the batch */
  readonly rows: Output;
  /** [K] the same examples' indices in the data set */
  readonly indices: Output;
  /** [K, 1] d objective / d loss of each */
  readonly weights: Output;
}

/** @returns sum of weights[i] * d loss_i / d parameters over the selected examples; no other example is computed on */
export function backwardNodes(
  g: Graph,
  parameters: Record<ParameterName, Output>,
  split: SplitVariables,
  kept: KeptActivations,
  selected: Selected,
  classes: number,
): Record<ParameterName, Output> {
  const layouts = tensorflowLayouts(classes);
  const images = imagesOf(g, split, selected.indices);
  const { activated: activated1, pooled: pooled1 } = firstLayer(g, parameters, images);
  const activated2 = gather(g, kept.activated2, selected.rows);
  // pooled again: TensorFlow takes oneDNN's kernel for the gradient only where the pooling is in the same call
  const pooled2 = maxPool(g, activated2);
  const logits = multiply(g, gather(g, kept.logitsGradient, selected.rows), selected.weights);

  const flat = matMul(g, logits, parameters["fc.weight"], { b: true });
  const biased2 = reluGradient(g, reshape(g, flat, [-1, 4, 4, 20]), pooled2);
  const convolved2 = maxPoolGradient(g, activated2, pooled2, biased2);

  const biased1 = reluGradient(g, conv2dInputGradient(g, pooled1, parameters["conv2.weight"], convolved2), pooled1);
  const convolved1 = maxPoolGradient(g, activated1, pooled1, biased1);

  return {
    "fc.weight": matMul(g, reshape(g, pooled2, [-1, 320]), logits, { a: true }),
    "fc.bias": biasGradient(g, logits),
    "conv2.weight": conv2dFilterGradient(g, pooled1, layouts["conv2.weight"].shape, convolved2),
    "conv2.bias": biasGradient(g, biased2),
    "conv1.weight": conv2dFilterGradient(g, images, layouts["conv1.weight"].shape, convolved1),
    "conv1.bias": biasGradient(g, biased1),
  };
}
