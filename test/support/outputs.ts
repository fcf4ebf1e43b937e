import { createWasmEngine } from "../../src/engine/wasm/engine.js";
import type { Parameters } from "../../src/model/net.js";
import { imagePixels } from "../../src/model/net.js";
import { forward } from "../conformance/oracle/net.js";
import { doubles } from "../conformance/oracle/parameters.js";

/** What a model must give for images. */
export interface Outputs {
  readonly classes: number;
  /** [count, classes] of the plain net in double precision */
  readonly logits: Float64Array;
  /** [count, classes] -log of each class's probability, of the engine */
  readonly losses: Float32Array;
  /** [count] of the engine */
  readonly predictions: Uint8Array;
}

/** @param images [count, 28, 28] */
export async function outputsFor(parameters: Parameters, images: Uint8Array): Promise<Outputs> {
  const classes = parameters["fc.bias"].length;
  const count = images.length / imagePixels;
  const data = { images, labels: new Uint8Array(count), count };
  const examples = forward(
    doubles(parameters),
    data,
    Array.from({ length: count }, (_, i) => i),
  );
  const logits = Float64Array.from(examples.flatMap((example) => [...example.logits]));
  const losses = new Float32Array(count * classes);
  let predictions = new Uint8Array(count);
  for (let label = 0; label < classes; label++) {
    const test = { ...data, labels: new Uint8Array(count).fill(label) };
    const initial = { step: 0, parameters, firstMoments: parameters, secondMoments: parameters };
    const engine = await createWasmEngine({ test, classes, batchSize: 1, initial, threads: 1 });
    const found = engine.evaluate("test", 0, count);
    await engine.dispose();
    for (let i = 0; i < count; i++) losses[i * classes + label] = found.losses[i];
    predictions = Uint8Array.from(found.predictions);
  }
  return { classes, logits, losses, predictions };
}

/** The class of the largest of each example's numbers. @param numbers [count, classes] */
export function predictionsOf(numbers: ArrayLike<number>, classes: number): Uint8Array {
  return Uint8Array.from({ length: numbers.length / classes }, (_, i) => {
    const row = rowOf(numbers, i, classes);
    return row.indexOf(Math.max(...row));
  });
}

/** Of logits: to those in double precision, and of their losses to those of the engine. */
export function largestDifference(logits: ArrayLike<number>, expected: Outputs): number {
  const { classes } = expected;
  let largest = Math.abs(logits.length - expected.logits.length);
  for (let i = 0; i < expected.predictions.length; i++) {
    const row = rowOf(logits, i, classes);
    const most = Math.max(...row);
    const logSum = most + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    row.forEach((logit, label) => {
      const at = i * classes + label;
      const differences = [logit - expected.logits[at], logSum - logit - expected.losses[at]];
      largest = Math.max(largest, ...differences.map(Math.abs));
    });
  }
  return largest;
}

function rowOf(numbers: ArrayLike<number>, index: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, label) => numbers[index * classes + label]);
}
