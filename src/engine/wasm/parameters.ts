import { mapParameters, type ParameterName, type Parameters, parameterSizes } from "../../model/net.js";
import { convolutionFloats, features } from "./layout.js";

/**
 * Where a parameter of PyTorch's layout lies among the kernels' parameters, which are cut and padded for vectors (assembly/shapes.ts).
 */
function place(name: ParameterName, index: number, classes: number): number {
  switch (name) {
    case "conv1.weight": {
      const tap = index % 25;
      const row = Math.floor(tap / 5);
      const column = tap % 5;
      return Math.floor(index / 25) * 28 + (column < 4 ? row * 4 + column : 20 + row);
    }
    case "conv1.bias":
      return 280 + index;
    case "conv2.bias":
      return 292 + index;
    case "conv2.weight": {
      const tap = index % 25;
      const input = Math.floor(index / 25) % 10;
      const output = Math.floor(index / 250);
      return 312 + output * 260 + Math.floor(tap / 5) * 52 + (tap % 5) * 10 + input;
    }
    case "fc.weight":
      return convolutionFloats + index;
    case "fc.bias":
      return convolutionFloats + classes * features + index;
  }
}

/** Parameters or moments, copied into the kernels' places; padding is left as it is (zero). */
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
