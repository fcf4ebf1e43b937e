import {
  reshape,
  stack,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  unstack,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { InputError } from "../errors/errors.js";
import { type CrossEntropy, ofLogits, ofProbabilities } from "./cross-entropy.js";
import type { OutputKind } from "./output-options.js";

/** How a model's outputs become rows of one output a class, and how gradients go back. */
export interface OutputForm {
  readonly crossEntropy: CrossEntropy;
  /** the shape of one-hot labels, the classes last. @param predictions their shape */
  targetShape(predictions: readonly number[]): readonly number[];
  /** @throws InputError for labels of a shape that does not fit */
  labels(labels: Tensor, predictions: readonly number[]): Tensor;
  /** [rows, classes] */
  rows(outputs: Tensor, classes: number): Tensor2D;
  /** @param gradient [rows, classes] @returns as many numbers as the model has outputs */
  outputGradient(gradient: Tensor2D): Tensor;
}

/** A softmax, or its logits: one output a class. */
const classWise = {
  targetShape: (predictions: readonly number[]) => predictions,
  labels: (labels: Tensor) => labels,
  rows: (outputs: Tensor, classes: number) => reshape(outputs, [-1, classes]) as Tensor2D,
  outputGradient: (gradient: Tensor2D) => gradient,
};

/** A sigmoid, or its logit: one output decides between two classes, 0 and 1. A last dimension of 1 is dropped. */
const twoClass = {
  targetShape: (predictions: readonly number[]) => [...withoutLastOne(predictions), 2],
  labels(labels: Tensor, predictions: readonly number[]) {
    const shape = withoutLastOne(predictions);
    const fits = [predictions, shape, [...shape, 2]].some((one) => String(one) === String(labels.shape));
    if (!fits) {
      throw new InputError(
        `labels for sigmoid outputs of shape [${predictions}] must be 0 or 1 in that shape, or one-hot of shape ` +
          `[${[...shape, 2]}], not [${labels.shape}]`,
      );
    }
    return String(labels.shape) === String(predictions) ? reshape(labels, [...shape]) : labels;
  },
};

export const outputForms: Record<OutputKind, OutputForm> = {
  logits: { ...classWise, crossEntropy: ofLogits },
  probabilities: { ...classWise, crossEntropy: ofProbabilities },
  sigmoid: {
    ...twoClass,
    crossEntropy: ofProbabilities,
    rows(outputs) {
      const probability = flat(outputs);
      return stack([sub(1, probability), probability], 1) as Tensor2D;
    },
    outputGradient(gradient) {
      const [ofZero, ofOne] = unstack(gradient, 1);
      return sub(ofOne, ofZero);
    },
  },
  "sigmoid-logits": {
    ...twoClass,
    crossEntropy: ofLogits,
    rows(outputs) {
      const logit = flat(outputs);
      // sigmoid(z) is the softmax of 0 and z
      return stack([zerosLike(logit), logit], 1) as Tensor2D;
    },
    outputGradient: (gradient) => unstack(gradient, 1)[1],
  },
};

function withoutLastOne(shape: readonly number[]): readonly number[] {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}

function flat(outputs: Tensor): Tensor1D {
  return reshape(outputs, [-1]) as Tensor1D;
}
