import { mapParameters, type ParameterName, type Parameters, parameterSizes } from "../../../src/model/net.js";

/** Flat tensors in PyTorch's layout, in double precision. */
export type DoubleParameters = Record<ParameterName, Float64Array>;

export function doubles(parameters: Readonly<Record<ParameterName, ArrayLike<number>>>): DoubleParameters {
  return mapParameters((name) => Float64Array.from(parameters[name]));
}

export function floats(parameters: Readonly<Record<ParameterName, ArrayLike<number>>>): Parameters {
  return mapParameters((name) => Float32Array.from(parameters[name]));
}

export function zeros(classes: number): DoubleParameters {
  const sizes = parameterSizes(classes);
  return mapParameters((name) => new Float64Array(sizes[name]));
}
