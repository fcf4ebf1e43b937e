import type { Dataset } from "../../src/data/dataset.js";
import { type Adam, defaultAdam, type EngineOptions, type EngineState } from "../../src/engine/engine.js";
import type { Loss } from "../../src/losses/loss.js";
import { findLoss } from "../../src/losses/registry.js";
import { initialParameters } from "../../src/model/initialize.js";
import { imagePixels, mapParameters, type Parameters } from "../../src/model/net.js";
import { createRandom } from "../../src/random.js";
import type { GoldenRun } from "../golden/net.js";
import type { DoubleState } from "./oracle/adam.js";
import { randomDataset } from "./oracle/data.js";
import { type DoubleParameters, doubles, floats, zeros } from "./oracle/parameters.js";

/** The learning rate of steps where nothing depends on it. */
export const lr = 1e-3;

/**
 * With the usual epsilon a gradient that is nearly zero moves its parameter by a whole learning rate, up or down as
 * rounding decides. With this one a parameter is no further off than the gradients of its steps were.
 */
export const gentleAdam: Adam = { ...defaultAdam, epsilon: 1e-3 };

/** Random data, ten classes, batches of up to 16: enough where nothing depends on the numbers. */
export function smallOptions(
  overrides: Partial<EngineOptions> & { readonly adam?: Adam } = {},
): EngineOptions & { readonly adam: Adam } {
  return {
    train: randomDataset(50, 10, 1),
    test: randomDataset(37, 10, 2),
    classes: 10,
    batchSize: 16,
    adam: gentleAdam,
    initial: startFrom(randomParameters(10, 3)),
    ...overrides,
  };
}

/** Twice as large as initial weights, so that logits spread as in a net that has learned something. */
export function randomParameters(classes: number, seed: number): Parameters {
  const initial = initialParameters(classes, createRandom(seed, "weights"));
  return mapParameters((name) => initial[name].map((value) => 2 * value));
}

export function startFrom(parameters: Parameters): EngineState {
  const zero = () => floats(zeros(parameters["fc.bias"].length));
  return { step: 0, parameters, firstMoments: zero(), secondMoments: zero() };
}

export function doubleState(state: EngineState): DoubleState {
  return {
    step: state.step,
    parameters: doubles(state.parameters),
    firstMoments: doubles(state.firstMoments),
    secondMoments: doubles(state.secondMoments),
  };
}

/** Adam starts from zero moments: the first moment after one step is (1 - beta1) * gradient. */
export function gradientOfFirstStep({ firstMoments }: EngineState, { beta1 }: Adam): DoubleParameters {
  return mapParameters((name) => Float64Array.from(firstMoments[name], (moment) => moment / (1 - beta1)));
}

/** [count] first, first + 1, ... */
export function indicesFrom(first: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => first + i);
}

/** The loss of a golden run. */
export function lossOf({ name, ...values }: GoldenRun["spec"]): Loss {
  return findLoss(name).create(values);
}

export function firstOf({ images, labels }: Dataset, count: number): Dataset {
  return { images: images.slice(0, count * imagePixels), labels: labels.slice(0, count), count };
}
