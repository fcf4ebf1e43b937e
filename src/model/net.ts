import { InputError } from "../errors/errors.js";

/**
 * The net: conv1 5x5 1->10 valid, bias; max pool 2x2; ReLU; conv2 5x5 10->20 valid, bias; max pool 2x2; ReLU; flatten;
 * linear 320->classes. Shapes and names are PyTorch's (out, in, height, width); the 320 inputs of the linear layer are
 * ordered channel, row, column ([20,4,4]).
 */
export const imageSide = 28;
export const imagePixels = imageSide * imageSide;
export const minClasses = 2;
export const maxClasses = 256;

export const parameterNames = [
  "conv1.weight",
  "conv1.bias",
  "conv2.weight",
  "conv2.bias",
  "fc.weight",
  "fc.bias",
] as const;
/** The tensors of the net, by PyTorch's names. */
export type ParameterName = (typeof parameterNames)[number];

/** One flat tensor for each parameter, row-major, in PyTorch's layout. */
export type Parameters = Record<ParameterName, Float32Array>;

export function parameterShapes(classes: number): Record<ParameterName, readonly number[]> {
  return {
    "conv1.weight": [10, 1, 5, 5],
    "conv1.bias": [10],
    "conv2.weight": [20, 10, 5, 5],
    "conv2.bias": [20],
    "fc.weight": [classes, 320],
    "fc.bias": [classes],
  };
}

export function parameterSizes(classes: number): Record<ParameterName, number> {
  const shapes = parameterShapes(classes);
  return mapParameters((name) => shapes[name].reduce((product, side) => product * side, 1));
}

export function parameterCount(classes: number): number {
  return Object.values(parameterSizes(classes)).reduce((sum, size) => sum + size, 0);
}

/**
 * @param what the tensors are: "parameters", "firstMoments"
 * @throws InputError for a tensor of another size than in a net with so many classes
 */
export function requireSizes(what: string, tensors: Parameters, classes: number): void {
  const sizes = parameterSizes(classes);
  for (const name of parameterNames) {
    const length = tensors[name]?.length;
    if (length === sizes[name]) continue;
    throw new InputError(`${what} ${name}: expected ${sizes[name]} values for ${classes} classes, got ${length}`);
  }
}

export function mapParameters<T>(make: (name: ParameterName) => T): Record<ParameterName, T> {
  return Object.fromEntries(parameterNames.map((name) => [name, make(name)])) as Record<ParameterName, T>;
}
