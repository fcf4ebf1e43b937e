import type { Dataset } from "../../src/data/dataset.js";
import type { Adam, EngineOptions } from "../../src/engine/engine.js";
import { createRandom, type Random } from "../../src/random.js";
import { doubleState, gentleAdam, lr, randomParameters, startFrom } from "./fixtures.js";
import { adamStep, type DoubleState } from "./oracle/adam.js";
import { randomDataset } from "./oracle/data.js";
import { backward, type Example, forward } from "./oracle/net.js";
import type { DoubleParameters } from "./oracle/parameters.js";
import { isStable } from "./oracle/stability.js";

/** A few training steps on random data from random weights, with the oracle's results. */
export interface RandomProblem {
  readonly options: EngineOptions & { readonly adam: Adam };
  readonly steps: readonly OracleStep[];
}

interface OracleStep {
  readonly indices: Uint32Array;
  readonly weights: Float32Array;
  readonly examples: readonly Example[];
  readonly gradient: DoubleParameters;
  readonly after: DoubleState;
}

const stepCount = 3;
/** Above the rounding of float32 after a few steps. */
const margin = 5e-5;

export function randomProblem(classes: number, size: number): RandomProblem {
  const random = createRandom(1000 * classes + size, "loss");
  const train = randomDataset(160, classes, classes + size);
  const initial = startFrom(randomParameters(classes, classes + size));
  const steps: OracleStep[] = [];
  let state = doubleState(initial);
  for (let step = 0; step < stepCount; step++) {
    const { indices, examples } = stableBatch(state.parameters, train, size, random);
    const weights = randomWeights(size, random);
    const gradient = backward(state.parameters, examples, weights);
    state = adamStep(state, gradient, gentleAdam, lr);
    steps.push({ indices, weights, examples, gradient, after: state });
  }
  return { options: { train, classes, batchSize: size, adam: gentleAdam, initial }, steps };
}

/** Drawn with replacement: an example may come twice. */
function stableBatch(parameters: DoubleParameters, data: Dataset, size: number, random: Random) {
  const indices: number[] = [];
  const examples: Example[] = [];
  for (let draws = 0; examples.length < size; draws++) {
    if (draws === 100 * size + 1000) throw new Error("too few examples are stable: the margin is too large");
    const index = random.integer(data.count);
    const [example] = forward(parameters, data, [index]);
    if (!isStable(example, margin)) continue;
    indices.push(index);
    examples.push(example);
  }
  return { indices: Uint32Array.from(indices), examples };
}

/** About half of them zero, but not the first; some negative; of the size that a mean gives them. */
function randomWeights(count: number, random: Random): Float32Array {
  return Float32Array.from({ length: count }, (_, i) =>
    i > 0 && random.float() < 0.5 ? 0 : ((random.float() < 0.2 ? -1 : 1) * (0.5 + random.float())) / count,
  );
}
