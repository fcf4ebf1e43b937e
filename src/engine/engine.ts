import type { Dataset } from "../data/dataset.js";
import type { Parameters } from "../model/net.js";

/**
 * An engine computes: it holds the data set, the parameters and Adam's moments on its own device, and knows no loss.
 *
 * A training step is `forward` on a whole batch, then one `backward` with the weights that a loss derived from the
 * per-example losses. Between the two the engine keeps the batch's activations. An example's loss does not depend on
 * the others in its batch (on the wasm engine to the bit), and numbers that are not finite show in the losses.
 *
 * Everything is synchronous: a loop over steps must return to the event loop now and then.
 *
 * Misuse throws an EngineMisuseError: a `backward` without a new `forward` before it or with another N, a batch or
 * range that does not fit, a split that was not given, any call but `dispose` after `dispose`. A failure of a running
 * engine throws a RunError, and so does every later call. Every wait for a thread ends: when a thread has died, that
 * error comes within two seconds.
 *
 * The same calls on the same data give the same numbers. The wasm engine gives the same bits for every number of
 * threads, Node version and machine. One suite (test/conformance/) holds every engine to this page.
 */
export interface Engine {
  readonly name: EngineName;
  /** For people: "wasm, 2 threads", "tensorflow 2.20 on /device:GPU:0 (NVIDIA H200)". */
  readonly description: string;

  /**
   * Runs the batch forward.
   * @param indices [N] indices of training examples, 1 <= N <= the batch size that the engine was created for
   */
  forward(indices: Uint32Array): Forward;

  /**
   * Backpropagates the examples of the last `forward` whose weight is not zero, sums weight * d loss / d parameters,
   * and makes one step of Adam with the sum. An example of weight 0 costs no backward pass. With all weights zero the
   * step is made too: the moments decay, and it counts.
   * @param weights [N] d objective / d per-example loss, for the N of the last `forward`
   * @param lr Adam's learning rate in this step
   * @returns how many examples went through the backward pass
   */
  backward(weights: Float32Array, lr: number): number;

  /** Per-example losses, and predictions with theirs, of `count` examples from `first` on. Changes no parameter. */
  evaluate(split: Split, first: number, count: number): Evaluated;

  /** A copy of the parameters and moments, at any time between steps. */
  readState(): EngineState;

  /**
   * Replaces the complete state and drops the last `forward`. The next step continues from it, on the wasm engine to
   * the same bits.
   * @throws InputError for a tensor of the wrong size
   */
  writeState(state: EngineState): void;

  /** Ends threads and frees memory. Calling it twice is harmless. */
  dispose(): Promise<void>;
}

export const engineNames = ["wasm", "tensorflow"] as const;
/** What computes. */
export type EngineName = (typeof engineNames)[number];

export const engineChoices = ["auto", "gpu", "tensorflow", "wasm"] as const;
/** What a person may ask for. `gpu`: tensorflow on a GPU. `auto`: a CUDA device that was proven, else wasm. */
export type EngineChoice = (typeof engineChoices)[number];

/** The part of a data set that an engine evaluates. */
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

/** Arrays belong to the caller. */
export interface Evaluated {
  /** [count] */
  readonly losses: Float32Array;
  /** [count] */
  readonly predictions: Uint8Array;
  /** [count] -log of the probability of the predicted class; of a right prediction the loss, to the bit */
  readonly predictionLosses: Float32Array;
}

/** Adam as PyTorch defines it: epsilon outside the square root of the bias-corrected second moment. */
export interface Adam {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** PyTorch's defaults. */
export const defaultAdam: Adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The complete state of the net and of Adam between two steps. */
export interface EngineState {
  /** steps of Adam made so far */
  readonly step: number;
  readonly parameters: Parameters;
  readonly firstMoments: Parameters;
  readonly secondMoments: Parameters;
}

/** The tensors of a state. */
export const stateParts = ["parameters", "firstMoments", "secondMoments"] as const;

/** A split that is left out cannot be used; one that is given must not change during the engine's life. */
export interface EngineOptions {
  readonly train?: Dataset | undefined;
  readonly test?: Dataset | undefined;
  readonly classes: number;
  /** the largest N that `forward` will see */
  readonly batchSize: number;
  /** default: `defaultAdam` */
  readonly adam?: Adam | undefined;
  readonly initial: EngineState;
}
