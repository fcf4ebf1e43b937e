import type { Dataset } from "../data/dataset.js";
import type { Engine, Split } from "../engine/engine.js";
import { createPause } from "./pause.js";

export interface Evaluation {
  readonly examples: number;
  readonly correct: number;
  /** correct / examples */
  readonly accuracy: number;
  /** mean per-example loss, nats */
  readonly loss: number;
  /** [classes][classes]: how often class (row) was predicted as class (column) */
  readonly confusion: readonly (readonly number[])[];
  readonly seconds: number;
}

/** Examples an engine call: short enough that timers and signals never wait long. */
const chunk = 1000;

/** Evaluates all examples of a split. The same engine, parameters and data give the same figures, whoever asks. */
export async function evaluate(engine: Engine, split: Split, data: Dataset, classes: number): Promise<Evaluation> {
  const start = performance.now();
  const pause = createPause();
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let correct = 0;
  let lossSum = 0;
  for (let first = 0; first < data.count; first += chunk) {
    const count = Math.min(chunk, data.count - first);
    const { losses, predictions } = engine.evaluate(split, first, count);
    for (let i = 0; i < count; i++) {
      const label = data.labels[first + i];
      const prediction = predictions[i];
      lossSum += losses[i];
      confusion[label][prediction] += 1;
      if (prediction === label) correct++;
    }
    await pause();
  }
  return {
    examples: data.count,
    correct,
    accuracy: correct / data.count,
    loss: lossSum / data.count,
    confusion,
    seconds: (performance.now() - start) / 1000,
  };
}
