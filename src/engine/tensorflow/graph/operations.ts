import type { Attribute, DataType } from "./attribute.js";
import type { Graph, Output, Variable } from "./graph.js";

/**
 * The TensorFlow operations that the net needs. Images are [N, height, width, channels] (NHWC: the CPU has no other
 * pooling).
 */

const float = { T: { type: "float32" } } as const;
const convolution = {
  ...float,
  strides: { ints: [1, 1, 1, 1] },
  padding: { text: "VALID" },
  data_format: { text: "NHWC" },
} as const satisfies Record<string, Attribute>;
const pooling = {
  ...float,
  ksize: { ints: [1, 2, 2, 1] },
  strides: { ints: [1, 2, 2, 1] },
  padding: { text: "VALID" },
  data_format: { text: "NHWC" },
} as const satisfies Record<string, Attribute>;
const bias = { ...float, data_format: { text: "NHWC" } } as const satisfies Record<string, Attribute>;

export const conv2d = (g: Graph, images: Output, filter: Output) => g.node("Conv2D", [images, filter], convolution);

export const conv2dFilterGradient = (g: Graph, images: Output, filterShape: readonly number[], gradient: Output) =>
  g.node("Conv2DBackpropFilter", [images, shapeOf(g, filterShape), gradient], convolution);

/** @param images of the same shape as the gradient */
export const conv2dInputGradient = (g: Graph, images: Output, filter: Output, gradient: Output) => {
  const shape = g.node("Shape", [images], { ...float, out_type: { type: "int32" } });
  return g.node("Conv2DBackpropInput", [shape, filter, gradient], convolution);
};

export const maxPool = (g: Graph, images: Output) => g.node("MaxPool", [images], pooling);

export const maxPoolGradient = (g: Graph, images: Output, pooled: Output, gradient: Output) =>
  g.node("MaxPoolGrad", [images, pooled, gradient], pooling);

export const addBias = (g: Graph, values: Output, biases: Output) => g.node("BiasAdd", [values, biases], bias);

export const biasGradient = (g: Graph, gradient: Output) => g.node("BiasAddGrad", [gradient], bias);

export const relu = (g: Graph, values: Output) => g.node("Relu", [values], float);

/** @param activated the output of relu */
export const reluGradient = (g: Graph, gradient: Output, activated: Output) =>
  g.node("ReluGrad", [gradient, activated], float);

export const matMul = (g: Graph, a: Output, b: Output, transpose: { a?: boolean; b?: boolean } = {}) =>
  g.node("MatMul", [a, b], {
    ...float,
    transpose_a: { flag: transpose.a ?? false },
    transpose_b: { flag: transpose.b ?? false },
  });

/** @returns [N] cross-entropies in nats, and [N, classes] their gradients with respect to the logits */
export function softmaxCrossEntropy(g: Graph, logits: Output, labels: Output): { losses: Output; gradient: Output } {
  const losses = g.node("SparseSoftmaxCrossEntropyWithLogits", [logits, labels], {
    ...float,
    Tlabels: { type: "int32" },
  });
  return { losses, gradient: `${losses}:1` };
}

export const multiply = (g: Graph, a: Output, b: Output) => g.node("Mul", [a, b], float);

export const sum = (g: Graph, terms: readonly Output[]) =>
  terms.length === 1 ? terms[0] : g.node("AddN", terms, { ...float, N: { int: terms.length } });

/** Along the first axis. */
export const concatenate = (g: Graph, parts: readonly Output[]) => {
  if (parts.length === 1) return parts[0];
  const axis = g.constant({ type: "int32", shape: [], values: Int32Array.of(0) });
  return g.node("ConcatV2", [...parts, axis], { ...float, Tidx: { type: "int32" }, N: { int: parts.length } });
};

export const subtract = (g: Graph, a: Output, b: Output) => g.node("Sub", [a, b], float);

/** The sum of all values of a tensor. @param axes how many it has */
export const total = (g: Graph, values: Output, axes: number) => {
  const all = g.constant({ type: "int32", shape: [axes], values: Int32Array.from({ length: axes }, (_, i) => i) });
  return g.node("Sum", [values, all], { ...float, Tidx: { type: "int32" }, keep_dims: { flag: false } });
};

export const scalar = (g: Graph, value: number) =>
  g.constant({ type: "float32", shape: [], values: Float32Array.of(value) });

export const reshape = (g: Graph, values: Output, shape: readonly number[]) =>
  g.node("Reshape", [values, shapeOf(g, shape)], { ...float, Tshape: { type: "int32" } });

export const cast = (g: Graph, values: Output, from: DataType, to: DataType) =>
  g.node("Cast", [values], { SrcT: { type: from }, DstT: { type: to } });

/** Some rows of a variable. */
export const gather = (g: Graph, variable: Variable, rows: Output) =>
  g.node("ResourceGather", [variable.handle, rows], {
    dtype: { type: variable.type },
    Tindices: { type: "int32" },
    batch_dims: { int: 0 },
    validate_indices: { flag: true },
  });

export const read = (g: Graph, variable: Variable, name?: string) =>
  g.node("ReadVariableOp", [variable.handle], { dtype: { type: variable.type } }, name);

/** @returns the node to wait for */
export const assign = (g: Graph, variable: Variable, value: Output) =>
  g.node("AssignVariableOp", [variable.handle, value], {
    dtype: { type: variable.type },
    validate_shape: { flag: false },
  });

/**
 * A copy in TensorFlow's own memory. A fed tensor shares its memory with a JavaScript array: a variable that adopted it
 * would write into that array, and would free it on another thread.
 */
export const copy = (g: Graph, value: Output, type: DataType) => g.node("DeepCopy", [value], { T: { type } });

function shapeOf(g: Graph, shape: readonly number[]): Output {
  return g.constant({ type: "int32", shape: [shape.length], values: Int32Array.from(shape) });
}
