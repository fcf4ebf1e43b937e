import type { Dataset } from "../data/dataset.js";
import { EngineMisuseError } from "../errors/errors.js";
import type { EngineOptions, Split } from "./engine.js";

/**
 * The checks of an engine's calls: every engine refuses the same misuse, with an EngineMisuseError in the same words.
 */

export function requireSplit(options: EngineOptions, split: Split): Dataset {
  const data = options[split];
  if (data === undefined) throw new EngineMisuseError(`the engine was created without ${split} data`);
  return data;
}

export function disposedError(): EngineMisuseError {
  return new EngineMisuseError("the engine has been disposed");
}

/** @param indices a batch for `forward` */
export function requireBatch(indices: Uint32Array, batchSize: number, { count }: Dataset): void {
  const size = indices.length;
  if (size < 1 || size > batchSize) {
    throw new EngineMisuseError(`forward: expected 1 to ${batchSize} examples, got ${size}`);
  }
  const outside = indices.find((index) => index >= count);
  if (outside !== undefined) throw new EngineMisuseError(`forward: example ${outside} of ${count}`);
}

/** @param pending the size of the last `forward`; 0 if there was none, or a `backward` since */
export function requireWeights(weights: Float32Array, pending: number): void {
  if (pending === 0) throw new EngineMisuseError("backward: no forward before it");
  if (weights.length !== pending) {
    throw new EngineMisuseError(
      `backward: expected a weight for each of the ${pending} examples, got ${weights.length}`,
    );
  }
}

/** A rate that is not a number would make every parameter one that is not. */
export function requireRate(lr: number): void {
  if (Number.isFinite(lr) && lr >= 0) return;
  throw new EngineMisuseError(`backward: expected a learning rate >= 0, got ${lr}`);
}

/** @param available number of examples in the split */
export function requireRange(split: Split, first: number, count: number, available: number): void {
  if (!(first >= 0 && count >= 0 && first + count <= available)) {
    throw new EngineMisuseError(`evaluate: ${count} examples from ${first} on, of ${available} in the ${split} data`);
  }
}
