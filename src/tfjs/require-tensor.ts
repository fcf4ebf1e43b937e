import { Tensor } from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";

/**
 * Refuses the arrays that JavaScript lets through.
 * @param what `the labels`
 * @throws InputError that names what is no tensor
 */
export function requireTensor(what: string, given: unknown): asserts given is Tensor {
  if (given instanceof Tensor) return;
  const fix = Array.isArray(given) || ArrayBuffer.isView(given) ? "; make one of the array: tf.tensor(...)" : "";
  throw new InputError(`expected ${what} as a tensor${fix}`);
}
