import { Tensor } from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";

/**
 * What `model.apply` and `model.predict` of TensorFlow.js are typed to return. Given tensors, a model with one output
 * returns one tensor, and only that is taken: others get an InputError.
 */
export type ModelOutput = Tensor | SymbolicOutput | readonly (Tensor | SymbolicOutput)[];

/** The part of a `SymbolicTensor` that tells it from a tensor: `@tensorflow/tfjs-layers` need not be installed. */
export interface SymbolicOutput {
  readonly sourceLayer: unknown;
  readonly callArgs: unknown;
}

/** @throws InputError for anything but one tensor */
export function onlyTensor(output: ModelOutput): Tensor {
  if (output instanceof Tensor) return output;
  if (Array.isArray(output)) {
    throw new InputError(`expected the predictions as one tensor, got a list of ${output.length}; pass one of them`);
  }
  throw new InputError("expected the predictions as a tensor; call the model with tensors");
}
