import { mapParameters, type ParameterName } from "../../../model/net.js";
import type { Graph, Output } from "../graph/graph.js";
import {
  addBias,
  cast,
  conv2d,
  gather,
  matMul,
  maxPool,
  multiply,
  read,
  relu,
  reshape,
  scalar,
  softmaxCrossEntropy,
  subtract,
  sum,
  total,
} from "../graph/operations.js";
import type { ParameterVariables, SplitVariables } from "./variables.js";

export interface ForwardNodes {
  /** [N, 8, 8, 20]: after bias and ReLU */
  readonly activated2: Output;
  /** [N, classes] */
  readonly logits: Output;
  /** [N] */
  readonly losses: Output;
  /** [N, classes], d losses[i] / d logits[i] */
  readonly logitsGradient: Output;
}

export function readParameters(g: Graph, variables: ParameterVariables): Record<ParameterName, Output> {
  return mapParameters((name) => read(g, variables[name]));
}

/**
 * 0, or NaN when a parameter of the convolutions is not finite: TensorFlow's ReLU and pooling turn NaN into 0, and the
 * losses would look fine.
 */
export function zeroOrNaN(g: Graph, parameters: Record<ParameterName, Output>): Output {
  const sums = [
    total(g, parameters["conv1.weight"], 4),
    total(g, parameters["conv1.bias"], 1),
    total(g, parameters["conv2.weight"], 4),
    total(g, parameters["conv2.bias"], 1),
  ];
  const all = sum(g, sums);
  return subtract(g, all, all);
}

/** [N, 28, 28, 1], 0 to 1 */
export function imagesOf(g: Graph, split: SplitVariables, indices: Output): Output {
  return multiply(g, cast(g, gather(g, split.images, indices), "uint8", "float32"), scalar(g, 1 / 255));
}

/** Convolution with bias and ReLU, then pooling. */
export interface Layer {
  readonly activated: Output;
  readonly pooled: Output;
}

/**
 * @param images [N, 28, 28, 1]
 * @returns [N, 24, 24, 10] and [N, 12, 12, 10]
 */
export function firstLayer(g: Graph, parameters: Record<ParameterName, Output>, images: Output): Layer {
  const activated = relu(g, addBias(g, conv2d(g, images, parameters["conv1.weight"]), parameters["conv1.bias"]));
  return { activated, pooled: maxPool(g, activated) };
}

/**
 * The net on the examples at `indices`. ReLU comes before pooling: the pooled values are the same, and TensorFlow fuses
 * convolution, bias and ReLU into one kernel.
 */
export function forwardNodes(
  g: Graph,
  parameters: Record<ParameterName, Output>,
  split: SplitVariables,
  indices: Output,
): ForwardNodes {
  const { pooled: pooled1 } = firstLayer(g, parameters, imagesOf(g, split, indices));
  const activated2 = relu(g, addBias(g, conv2d(g, pooled1, parameters["conv2.weight"]), parameters["conv2.bias"]));
  const pooled2 = maxPool(g, activated2);
  const flat = reshape(g, pooled2, [-1, 320]);
  const logits = addBias(g, matMul(g, flat, parameters["fc.weight"]), parameters["fc.bias"]);
  const labels = cast(g, gather(g, split.labels, indices), "uint8", "int32");
  const { losses, gradient } = softmaxCrossEntropy(g, logits, labels);
  return { activated2, logits, losses, logitsGradient: gradient };
}
