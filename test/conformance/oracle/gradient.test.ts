import { expect, test } from "vitest";
import { initialParameters } from "../../../src/model/initialize.js";
import { type ParameterName, parameterCount, parameterNames } from "../../../src/model/net.js";
import { createRandom } from "../../../src/random.js";
import { conv2, convolve, poolAndRelu } from "./convolution.js";
import { randomDataset } from "./data.js";
import { backward, crossEntropy, type Example, forward, forwardExample, linear } from "./net.js";
import { type DoubleParameters, doubles } from "./parameters.js";
import { isStable } from "./stability.js";

const classes = 10;
const epsilon = 1e-6;
const weights = [0.7, -0.4, 1.3];

/**
 * A weight that moves by epsilon moves a convolution's output by a few epsilon: in stable examples no winner and no
 * ReLU flips.
 */
const margin = 2e-5;

test("the gradient of all 8,490 parameters agrees with central finite differences", () => {
  const parameters = doubles(initialParameters(classes, createRandom(3, "weights")));
  const candidates = Array.from({ length: 64 }, (_, index) => index);
  const examples = forward(parameters, randomDataset(64, classes, 3), candidates)
    .filter((example) => isStable(example, margin))
    .slice(0, weights.length);
  expect(examples).toHaveLength(weights.length);

  const gradient = backward(parameters, examples, weights);
  let checked = 0;
  let largest = 0;
  for (const name of parameterNames) {
    for (let place = 0; place < parameters[name].length; place++) {
      const value = parameters[name][place];
      const objectiveAt = (moved: number) => {
        parameters[name][place] = moved;
        return examples.reduce((sum, example, i) => sum + weights[i] * lossAgain(parameters, example, name, place), 0);
      };
      const expected = (objectiveAt(value + epsilon) - objectiveAt(value - epsilon)) / (2 * epsilon);
      parameters[name][place] = value;
      const difference = Math.abs(gradient[name][place] - expected);
      // Tighter than the 1e-5 + 1e-3 |expected| that such a check usually takes: double precision allows it.
      if (!(difference <= 1e-8 + 1e-5 * Math.abs(expected))) {
        expect.fail(`${name}[${place}]: ${gradient[name][place]}, by finite differences ${expected}`);
      }
      largest = Math.max(largest, difference);
      checked++;
    }
  }
  expect(checked).toBe(parameterCount(classes));
  console.log(`oracle, gradient against finite differences: ${largest.toExponential(1)} abs`);
});

/** The example's loss, recomputing only what the parameter at `place` affects. Fails when a winner or a ReLU flips. */
function lossAgain(parameters: DoubleParameters, example: Example, name: ParameterName, place: number): number {
  if (name.startsWith("conv1")) {
    const again = forwardExample(parameters, example.pixels, example.label);
    expectSameBranches(again.pooled1.values, example.pooled1.values, again.pooled1.winners, example.pooled1.winners);
    expectSameBranches(again.pooled2.values, example.pooled2.values, again.pooled2.winners, example.pooled2.winners);
    return again.loss;
  }
  const features = example.pooled2.values.slice();
  if (name.startsWith("conv2")) {
    const channel = Math.floor(place / (parameters[name].length / conv2.outputs));
    const again = oneChannel(parameters, example.pooled1.values, channel);
    const from = channel * 16;
    const winners = example.pooled2.winners.slice(from, from + 16).map((winner) => winner - channel * 64);
    expectSameBranches(again.values, features.subarray(from, from + 16), again.winners, winners);
    features.set(again.values, from);
  }
  return crossEntropy(linear(features, parameters["fc.weight"], parameters["fc.bias"]), example.label);
}

function oneChannel(parameters: DoubleParameters, input: Float64Array, channel: number) {
  const shape = { ...conv2, outputs: 1 };
  const weight = parameters["conv2.weight"].subarray(channel * 250, (channel + 1) * 250);
  return poolAndRelu(shape, convolve(shape, input, weight, parameters["conv2.bias"].subarray(channel, channel + 1)));
}

/** The winner under a closed ReLU does not matter. */
function expectSameBranches(
  values: Float64Array,
  before: Float64Array,
  winners: Int32Array,
  winnersBefore: Int32Array,
) {
  for (let i = 0; i < values.length; i++) {
    const open = values[i] > 0;
    if (open !== before[i] > 0 || (open && winners[i] !== winnersBefore[i])) expect.fail(`window ${i} flipped`);
  }
}
