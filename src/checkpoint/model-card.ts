import { parameterCount, parameterNames, parameterShapes } from "../model/net.js";
import type { Checkpoint } from "./checkpoint.js";

/** What a reader must know to compute the net of a model file; a copy is in the file's metadata. */
export interface ModelCard {
  readonly input: string;
  /** in their order; a name before a colon is that of the layer's tensors */
  readonly layers: readonly string[];
  readonly output: string;
  /** the net's tensors; the file holds more, from which a run resumes */
  readonly tensors: readonly TensorCard[];
  readonly classes: number;
  /** numbers in the tensors */
  readonly parameters: number;
  /** that its training measured; null where it was stopped before */
  readonly testAccuracy: number | null;
}

/** One tensor of a model. */
export interface TensorCard {
  readonly name: string;
  readonly shape: readonly number[];
  /** what the dimensions are; row-major float32 */
  readonly dimensions: string;
}

/** What the card depends on. */
interface CardSource {
  readonly classes: number;
  readonly loop: Pick<Checkpoint["loop"], "step" | "evaluations">;
}

export function modelCard({ classes, loop }: CardSource): ModelCard {
  const shapes = parameterShapes(classes);
  const tested = loop.evaluations.at(-1);
  return {
    input: "[N, 1, 28, 28] float32: the uint8 pixels of the IDX file / 255, not normalized further",
    layers: [
      "conv1: convolution 5x5 (PyTorch's: no flip), 1 to 10 channels, stride 1, no padding",
      "max pooling 2x2",
      "ReLU",
      "conv2: convolution 5x5, 10 to 20 channels, stride 1, no padding",
      "max pooling 2x2",
      "ReLU",
      "flatten to 320: channel, row, column",
      `fc: linear, 320 to ${classes}`,
    ],
    output: `[N, ${classes}] logits: their softmax is the probabilities, the largest the prediction`,
    tensors: parameterNames.map((name) => ({ name, shape: shapes[name], dimensions: dimensions[shapes[name].length] })),
    classes,
    parameters: parameterCount(classes),
    testAccuracy: tested?.steps === loop.step ? tested.testAccuracy : null,
  };
}

/** By their number. */
const dimensions: Readonly<Record<number, string>> = {
  1: "out",
  2: "out, in",
  4: "out, in, height, width",
};
