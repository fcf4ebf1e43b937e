import type { Dataset } from "../../../src/data/dataset.js";
import { imagePixels } from "../../../src/model/net.js";
import { conv1, conv2, convolutionBackward, convolve, type Pooled, poolAndRelu } from "./convolution.js";
import { type DoubleParameters, zeros } from "./parameters.js";

/** One example after its forward pass: everything that its backward pass needs. */
export interface Example {
  readonly label: number;
  readonly pixels: Float64Array;
  readonly convolved1: Float64Array;
  readonly pooled1: Pooled;
  readonly convolved2: Float64Array;
  readonly pooled2: Pooled;
  /** [classes] */
  readonly logits: Float64Array;
  /** cross-entropy, nats */
  readonly loss: number;
  /** of equal logits the lower class */
  readonly prediction: number;
  /** cross-entropy of the predicted class, nats */
  readonly predictionLoss: number;
}

export function forward(parameters: DoubleParameters, data: Dataset, indices: ArrayLike<number>): Example[] {
  return Array.from(indices, (index) => forwardExample(parameters, imageOf(data, index), data.labels[index]));
}

/** @returns the gradient of sum_i weights[i] * loss_i */
export function backward(
  parameters: DoubleParameters,
  examples: readonly Example[],
  weights: ArrayLike<number>,
): DoubleParameters {
  const gradient = zeros(parameters["fc.bias"].length);
  examples.forEach((example, i) => {
    addGradient(parameters, example, weights[i], gradient);
  });
  return gradient;
}

/** [28, 28], 0 to 1 */
function imageOf({ images }: Dataset, index: number): Float64Array {
  return Float64Array.from(images.subarray(index * imagePixels, (index + 1) * imagePixels), (pixel) => pixel / 255);
}

export function forwardExample(parameters: DoubleParameters, pixels: Float64Array, label: number): Example {
  const convolved1 = convolve(conv1, pixels, parameters["conv1.weight"], parameters["conv1.bias"]);
  const pooled1 = poolAndRelu(conv1, convolved1);
  const convolved2 = convolve(conv2, pooled1.values, parameters["conv2.weight"], parameters["conv2.bias"]);
  const pooled2 = poolAndRelu(conv2, convolved2);
  const logits = linear(pooled2.values, parameters["fc.weight"], parameters["fc.bias"]);
  const prediction = logits.indexOf(Math.max(...logits));
  return {
    label,
    pixels,
    convolved1,
    pooled1,
    convolved2,
    pooled2,
    logits,
    loss: crossEntropy(logits, label),
    prediction,
    predictionLoss: crossEntropy(logits, prediction),
  };
}

export function linear(inputs: Float64Array, weight: Float64Array, bias: Float64Array): Float64Array {
  return bias.map((start, out) => {
    let sum = start;
    for (let i = 0; i < inputs.length; i++) sum += weight[out * inputs.length + i] * inputs[i];
    return sum;
  });
}

export function crossEntropy(logits: Float64Array, label: number): number {
  const largest = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return Math.log(sum) - (logits[label] - largest);
}

function addGradient(parameters: DoubleParameters, example: Example, weight: number, gradient: DoubleParameters): void {
  const { label, pixels, pooled1, pooled2, logits, loss } = example;
  const logSum = loss + logits[label];
  const features = pooled2.values;
  const featureGradient = new Float64Array(features.length);
  logits.forEach((logit, out) => {
    const delta = weight * (Math.exp(logit - logSum) - (out === label ? 1 : 0));
    gradient["fc.bias"][out] += delta;
    for (let i = 0; i < features.length; i++) {
      gradient["fc.weight"][out * features.length + i] += delta * features[i];
      featureGradient[i] += delta * parameters["fc.weight"][out * features.length + i];
    }
  });
  const hiddenGradient = convolutionBackward(
    conv2,
    pooled1.values,
    parameters["conv2.weight"],
    pooled2,
    featureGradient,
    gradient["conv2.weight"],
    gradient["conv2.bias"],
  );
  convolutionBackward(
    conv1,
    pixels,
    parameters["conv1.weight"],
    pooled1,
    hiddenGradient,
    gradient["conv1.weight"],
    gradient["conv1.bias"],
  );
}
