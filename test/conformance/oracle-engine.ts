import { defaultAdam, type Engine, type EngineOptions, type Split, stateParts } from "../../src/engine/engine.js";
import {
  disposedError,
  requireBatch,
  requireRange,
  requireRate,
  requireSplit,
  requireWeights,
} from "../../src/engine/misuse.js";
import { requireSizes } from "../../src/model/net.js";
import { doubleState, indicesFrom } from "./fixtures.js";
import { adamStep } from "./oracle/adam.js";
import { backward, type Example, forward } from "./oracle/net.js";
import { floats } from "./oracle/parameters.js";

/** The oracle as an engine: computes in double precision, keeps its state in float32. */
export async function createOracleEngine(options: EngineOptions): Promise<Engine> {
  const { classes, batchSize, adam = defaultAdam } = options;
  let state = structuredClone(options.initial);
  let batch: Example[] = [];
  let disposed = false;

  function check(): void {
    if (disposed) throw disposedError();
  }

  function run(split: Split, indices: Uint32Array): Example[] {
    return forward(doubleState(state).parameters, requireSplit(options, split), indices);
  }

  return {
    name: "wasm",
    description: "the oracle",
    forward(indices) {
      check();
      requireBatch(indices, batchSize, requireSplit(options, "train"));
      batch = run("train", indices);
      return { ...results(batch), correct: batch.filter(({ label, prediction }) => label === prediction).length };
    },
    backward(weights, lr) {
      check();
      requireWeights(weights, batch.length);
      requireRate(lr);
      const before = doubleState(state);
      const after = adamStep(before, backward(before.parameters, batch, weights), adam, lr);
      batch = [];
      state = {
        step: after.step,
        parameters: floats(after.parameters),
        firstMoments: floats(after.firstMoments),
        secondMoments: floats(after.secondMoments),
      };
      return weights.filter((weight) => weight !== 0).length;
    },
    evaluate(split, first, count) {
      check();
      requireRange(split, first, count, requireSplit(options, split).count);
      return results(run(split, indicesFrom(first, count)));
    },
    readState() {
      check();
      return structuredClone(state);
    },
    writeState(written) {
      check();
      for (const part of stateParts) requireSizes(part, written[part], classes);
      state = structuredClone(written);
      batch = [];
    },
    async dispose() {
      disposed = true;
    },
  };
}

function results(examples: readonly Example[]) {
  return {
    losses: Float32Array.from(examples, (example) => example.loss),
    predictions: Uint8Array.from(examples, (example) => example.prediction),
    predictionLosses: Float32Array.from(examples, (example) => example.predictionLoss),
  };
}
