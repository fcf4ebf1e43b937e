import type { Dataset } from "../data/dataset.js";
import type { Engine, Evaluated } from "../engine/engine.js";
import { createPause } from "./pause.js";
import { watchStops } from "./stops.js";

/** How well the net does on the test examples. */
export interface Evaluation {
  /** correct / examples */
  readonly testAccuracy: number;
  /** mean recall of the classes that have test examples: each counts the same, however many examples it has */
  readonly balancedAccuracy: number;
  /** mean per-example loss, nats */
  readonly testLoss: number;
  readonly correct: number;
  readonly examples: number;
  readonly seconds: number;
  /** [classes][classes]: how often class (row) was predicted as class (column) */
  readonly confusion: readonly (readonly number[])[];
}

/** Examples per call of the engine: timers and signals never wait long for their turn. */
const chunk = 1000;

/**
 * Evaluates an engine on all of its test examples. The same engine, parameters and data give the same figures in every
 * command.
 * @throws EngineMisuseError for an engine without test data, or with fewer examples; RunError when it fails
 * @param each gets what the engine says of the examples from `first` on, for every example once and in their order
 */
export async function evaluate(
  engine: Engine,
  test: Dataset,
  classes: number,
  each?: (evaluated: Evaluated, first: number) => void,
): Promise<Evaluation> {
  const begin = performance.now();
  const pause = createPause();
  const mostSeconds = watchStops();
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let correct = 0;
  let lossSum = 0;
  for (let first = 0; first < test.count; first += chunk) {
    const count = Math.min(chunk, test.count - first);
    const evaluated = engine.evaluate("test", first, count);
    const { losses, predictions } = evaluated;
    each?.(evaluated, first);
    for (let i = 0; i < count; i++) {
      const label = test.labels[first + i];
      const prediction = predictions[i];
      lossSum += losses[i];
      confusion[label][prediction] += 1;
      if (prediction === label) correct++;
    }
    await pause();
  }
  return {
    testAccuracy: correct / test.count,
    balancedAccuracy: balancedAccuracy(confusion),
    testLoss: lossSum / test.count,
    correct,
    examples: test.count,
    seconds: Math.min((performance.now() - begin) / 1000, mostSeconds()),
    confusion,
  };
}

/** [classes] share of each class's examples that were predicted as it; null where there are none */
export function recalls(confusion: Evaluation["confusion"]): (number | null)[] {
  return confusion.map((row, label) => {
    const examples = row.reduce((sum, count) => sum + count, 0);
    return examples === 0 ? null : row[label] / examples;
  });
}

function balancedAccuracy(confusion: Evaluation["confusion"]): number {
  const known = recalls(confusion).filter((recall) => recall !== null);
  return known.reduce((sum, recall) => sum + recall, 0) / known.length;
}
