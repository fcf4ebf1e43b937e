import type { Dataset } from "../data/dataset.js";
import type { Parameters } from "../model/net.js";

/**
 * An engine computes: it holds the data set, the parameters and Adam's moments on its own device, and knows no loss.
 *
 * A training step is `forward` on a whole batch, then one `backward` with the weights that a loss made of the per-example losses. Between the two the
 * engine keeps the batch's activations; `backward` without a new `forward` before it, or with another N, throws. An example's loss does not depend on
 * the others of its batch (on the wasm engine to the bit), and numbers that are not finite show in the losses. Everything is synchronous: whoever loops
 * over steps returns to the event loop now and then. Every wait for a thread ends: an engine whose thread died throws a RunError within two seconds, and
 * after an error, or when it was disposed, every other call throws.
 *
 * The same calls on the same data give the same numbers; the wasm engine gives the same bits, whatever its number of threads, the Node version and
 * the machine. One suite (test/conformance/) holds every engine to this page.
 */
export interface Engine {
  readonly name: EngineName;
  /** For people: "wasm, 2 threads", "tensorflow 2.20 on /device:GPU:0 (NVIDIA H200)". */
  readonly description: string;

  /**
   * Runs the batch forward. @param indices [N] indices of training examples, 1 <= N <= the batch size that the engine was made for
   */
  forward(indices: Uint32Array): Forward;

  /**
   * Runs the examples with a non-zero weight of the last `forward` backward, sums weight * d loss / d parameters, and makes one step of Adam with it (also
   * when all weights are zero: the moments decay, the step counts). No backward pass is spent on an example with weight 0.
   * @param weights [N] d objective / d losses, of the last `forward`'s N
   * @returns how many examples went through the backward pass
   */
  backward(weights: Float32Array): number;

  /** Predictions and per-example losses for `count` examples from `first` on, without touching parameters. Any count up to the split's. */
  evaluate(split: Split, first: number, count: number): Evaluated;

  /** A copy of parameters and moments. Readable at any time between steps. */
  readState(): EngineState;
  /** Takes in a complete state; the next step goes on from it, on the wasm engine to the same bits. Throws an InputError for a size that does not fit. */
  writeState(state: EngineState): void;

  /** Ends threads and frees memory. Calling it twice is harmless. */
  dispose(): Promise<void>;
}

export const engineNames = ["wasm", "tensorflow"] as const;
export type EngineName = (typeof engineNames)[number];

export type Split = "train" | "test";

/** Arrays are views that stay valid until the next call of the engine. */
export interface Forward {
  /** [N] cross-entropy of each example, nats */
  readonly losses: Float32Array;
  /** [N] the class with the largest logit; of equal logits the lower class */
  readonly predictions: Uint8Array;
  /** how many predictions are right */
  readonly correct: number;
}

/** Arrays are the caller's own. */
export interface Evaluated {
  /** [count] */
  readonly losses: Float32Array;
  /** [count] */
  readonly predictions: Uint8Array;
}

/** Adam as PyTorch defines it: epsilon outside the square root of the bias-corrected second moment. */
export interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const defaultAdam: Adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export interface EngineState {
  /** steps of Adam made so far */
  readonly step: number;
  readonly parameters: Parameters;
  readonly firstMoments: Parameters;
  readonly secondMoments: Parameters;
}

/** What every engine is made from. A split that is left out cannot be used; one that is given must not change while the engine lives. */
export interface EngineOptions {
  readonly train?: Dataset;
  readonly test?: Dataset;
  readonly classes: number;
  /** the largest N that `forward` will see */
  readonly batchSize: number;
  readonly adam: Adam;
  readonly initial: EngineState;
}
