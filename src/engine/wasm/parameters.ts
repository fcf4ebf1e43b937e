import { mapParameters, type ParameterName, type Parameters, parameterSizes } from "../../model/net.js";
import {
  conv1Bias,
  conv1Stride,
  conv1Weight,
  conv2Bias,
  conv2RowStride,
  conv2Stride,
  conv2Weight,
  features,
  linearWeight,
} from "./assembly/shapes.js";

/** The kernels' index (assembly/shapes.ts) of a parameter in PyTorch's layout. */
function place(name: ParameterName, index: number, classes: number): number {
  switch (name) {
    case "conv1.weight": {
      const tap = index % 25;
      const row = Math.floor(tap / 5);
      const column = tap % 5;
      return conv1Weight + Math.floor(index / 25) * conv1Stride + (column < 4 ? row * 4 + column : 20 + row);
    }
    case "conv1.bias":
      return conv1Bias + index;
    case "conv2.bias":
      return conv2Bias + index;
    case "conv2.weight": {
      const tap = index % 25;
      const input = Math.floor(index / 25) % 10;
      const output = Math.floor(index / 250);
      return conv2Weight + output * conv2Stride + Math.floor(tap / 5) * conv2RowStride + (tap % 5) * 10 + input;
    }
    case "fc.weight":
      return linearWeight + index;
    case "fc.bias":
      return linearWeight + classes * features + index;
  }
}

/** Copies parameters or moments to the kernels' places; padding stays zero. */
export function packParameters(source: Parameters, target: Float32Array, classes: number): void {
  mapParameters((name) => {
    for (const [index, value] of source[name].entries()) target[place(name, index, classes)] = value;
  });
}

/** The reverse: a copy in PyTorch's layout. */
export function unpackParameters(source: Float32Array, classes: number): Parameters {
  const sizes = parameterSizes(classes);
  return mapParameters((name) => {
    return Float32Array.from({ length: sizes[name] }, (_, index) => source[place(name, index, classes)]);
  });
}
