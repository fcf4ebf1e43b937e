import type { Tensor } from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";
import type { Mined } from "./mining.js";
import { requireTensor } from "./require-tensor.js";

/**
 * @param weights [N], one an input, or one a prediction, where a last dimension of 1 may follow; undefined: all are 1
 * @param shape of the labels as integers, [N] or [N, ...]
 * @returns [predictions]
 * @throws InputError for another shape, and for a weight that is negative or not finite
 */
export function readExampleWeights(weights: Tensor | undefined, shape: readonly number[]): Float32Array | undefined {
  if (weights === undefined) return undefined;
  requireTensor("the example weights", weights);
  const legal = [...new Set([shape.slice(0, 1), shape, [...shape, 1]].map((one) => `[${one}]`))];
  const given = `[${weights.shape}]`;
  if (!legal.includes(given)) {
    const listed = `${legal.slice(0, -1).join(", ")} or ${legal.at(-1)}`;
    throw new InputError(`example weights must be of shape ${listed}, not ${given}`);
  }
  const perInput = shape.slice(1).reduce((product, size) => product * size, 1);
  const shared = given === legal[0] ? perInput : 1;
  const values = weights.dataSync();
  const wrong = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong >= 0) throw new InputError(`example weight ${wrong} must be a finite number >= 0, not ${values[wrong]}`);
  return Float32Array.from({ length: values.length * shared }, (_, row) => values[Math.floor(row / shared)]);
}

/** Leaves out the examples of weight 0. @param counts as in `Targets` */
export function countedBy(scale: Float32Array | undefined, counts: Uint8Array | undefined): Uint8Array | undefined {
  if (scale === undefined || !scale.includes(0)) return counts;
  return Uint8Array.from(scale, (value, row) => (value === 0 || counts?.[row] === 0 ? 0 : 1));
}

/** The mean of the weighted contributions, with its derivatives. @param contributions of `mined`, weighted */
export function weighted({ losses, weights }: Mined, contributions: Float32Array, scale: Float32Array): Mined {
  return {
    objective: contributions.reduce((sum, value) => sum + value, 0) / losses.length,
    losses: losses.map((loss, row) => (scale[row] === 0 ? 0 : loss)),
    weights: weights.map((weight, row) => weight * scale[row]),
  };
}
