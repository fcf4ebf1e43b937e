import type { ParameterName } from "../../../model/net.js";

/**
 * TensorFlow keeps images as [N, height, width, channels], so its weights are ordered differently from PyTorch's, which
 * everything outside this engine uses: convolutions [height, width, in, out], the linear layer
 * [row x column x channel, classes].
 */
interface Layout {
  /** sizes of PyTorch's axes; `fc.weight` counts as [classes, channel, row, column] */
  readonly axes: readonly number[];
  /** TensorFlow's axes, outermost first, as PyTorch's axis numbers */
  readonly order: readonly number[];
  /** for TensorFlow's operations */
  readonly shape: readonly number[];
}

export function tensorflowLayouts(classes: number): Record<ParameterName, Layout> {
  const vector = (size: number): Layout => ({ axes: [size], order: [0], shape: [size] });
  return {
    "conv1.weight": { axes: [10, 1, 5, 5], order: [2, 3, 1, 0], shape: [5, 5, 1, 10] },
    "conv1.bias": vector(10),
    "conv2.weight": { axes: [20, 10, 5, 5], order: [2, 3, 1, 0], shape: [5, 5, 10, 20] },
    "conv2.bias": vector(20),
    "fc.weight": { axes: [classes, 20, 4, 4], order: [2, 3, 1, 0], shape: [320, classes] },
    "fc.bias": vector(classes),
  };
}

export function toTensorflow(layout: Layout, values: Float32Array): Float32Array {
  return Float32Array.from(torchIndices(layout), (index) => values[index]);
}

export function fromTensorflow(layout: Layout, values: Float32Array): Float32Array {
  const torch = new Float32Array(values.length);
  torchIndices(layout).forEach((index, i) => {
    torch[index] = values[i];
  });
  return torch;
}

/** PyTorch's index of every value, in TensorFlow's order. */
function torchIndices({ axes, order }: Layout): number[] {
  const strides = axes.map((_, axis) => axes.slice(axis + 1).reduce((product, size) => product * size, 1));
  return order.reduce(
    (indices, axis) =>
      indices.flatMap((index) => Array.from({ length: axes[axis] }, (_, i) => index + i * strides[axis])),
    [0],
  );
}
