import type { EngineState } from "../engine/engine.js";
import { createEngine } from "../engine/select.js";
import { imagePixels } from "../model/net.js";
import { createPause } from "../train/pause.js";

/** Examples that an engine holds at once: 39 MB. */
const mostExamples = 50_000;

/** Examples a call of the engine, as in an evaluation. */
const chunk = 1000;

/** With fewer examples, starting a thread takes longer than computing them. */
const fewExamples = 1000;

export interface Probabilities {
  /** [images] the most probable class */
  readonly predicted: readonly number[];
  /** [images][classes] */
  readonly shares: readonly (readonly number[])[];
}

/**
 * The probability of every class of every image. An engine gives the cross-entropy of an example's label, which is
 * -log of that label's probability: so each image is evaluated once with every label.
 * @param images [28, 28] each
 */
export async function probabilities(
  images: readonly Uint8Array[],
  classes: number,
  initial: EngineState,
): Promise<Probabilities> {
  const predicted: number[] = [];
  const shares: number[][] = [];
  const pause = createPause();
  const atOnce = Math.floor(mostExamples / classes);
  const atATime = Math.floor(chunk / classes) * classes;
  for (let first = 0; first < images.length; first += atOnce) {
    const some = images.slice(first, first + atOnce);
    const test = withEveryLabel(some, classes);
    const threads = test.count < fewExamples ? 1 : undefined;
    const { engine } = await createEngine("wasm", { test, classes, batchSize: 1, initial, threads });
    try {
      for (let begin = 0; begin < test.count; begin += atATime) {
        const count = Math.min(atATime, test.count - begin);
        const { losses, predictions } = engine.evaluate("test", begin, count);
        for (let i = 0; i < count; i += classes) {
          predicted.push(predictions[i]);
          shares.push(Array.from(losses.subarray(i, i + classes), (loss) => Math.exp(-loss)));
        }
        await pause();
      }
    } finally {
      await engine.dispose();
    }
  }
  return { predicted, shares };
}

function withEveryLabel(images: readonly Uint8Array[], classes: number) {
  const count = images.length * classes;
  const all = new Uint8Array(count * imagePixels);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    all.set(images[Math.floor(i / classes)], i * imagePixels);
    labels[i] = i % classes;
  }
  return { images: all, labels, count };
}
