import type { Dataset } from "../../src/data/dataset.js";
import type { Engine, EngineOptions, EngineState, Split } from "../../src/engine/engine.js";
import { InputError } from "../../src/errors/errors.js";
import { parameterNames, parameterSizes } from "../../src/model/net.js";
import { doubleState, indicesFrom } from "./fixtures.js";
import { adamStep } from "./oracle/adam.js";
import { backward, type Example, forward } from "./oracle/net.js";
import { floats } from "./oracle/parameters.js";

/** The oracle as an engine: computes in double precision, keeps its state in float32. */
export async function createOracleEngine(options: EngineOptions): Promise<Engine> {
  const { classes, batchSize, adam } = options;
  let state = structuredClone(options.initial);
  let batch: Example[] | undefined;
  let disposed = false;

  function data(split: Split): Dataset {
    if (disposed) throw new Error("the engine was disposed");
    const dataset = options[split];
    if (!dataset) throw new InputError(`the engine was made without ${split} data`);
    return dataset;
  }

  function run(split: Split, indices: Uint32Array): Example[] {
    const dataset = data(split);
    if (indices.some((index) => index >= dataset.count)) throw new RangeError(`an index beyond the ${split} data`);
    return forward(doubleState(state).parameters, dataset, indices);
  }

  return {
    name: "wasm",
    description: "the oracle",
    forward(indices) {
      if (indices.length < 1 || indices.length > batchSize) throw new RangeError(`a batch of ${indices.length}`);
      batch = run("train", indices);
      return { ...results(batch), correct: batch.filter(({ label, prediction }) => label === prediction).length };
    },
    backward(weights) {
      if (disposed || batch?.length !== weights.length)
        throw new RangeError(`no forward of ${weights.length} examples`);
      const before = doubleState(state);
      const after = adamStep(before, backward(before.parameters, batch, weights), adam);
      batch = undefined;
      state = {
        step: after.step,
        parameters: floats(after.parameters),
        firstMoments: floats(after.firstMoments),
        secondMoments: floats(after.secondMoments),
      };
      return weights.filter((weight) => weight !== 0).length;
    },
    evaluate: (split, first, count) => results(run(split, indicesFrom(first, count))),
    readState() {
      if (disposed) throw new Error("the engine was disposed");
      return structuredClone(state);
    },
    writeState(written) {
      if (disposed) throw new Error("the engine was disposed");
      checkSizes(written, classes);
      state = structuredClone(written);
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
  };
}

function checkSizes(state: EngineState, classes: number): void {
  const sizes = parameterSizes(classes);
  for (const set of ["parameters", "firstMoments", "secondMoments"] as const) {
    for (const name of parameterNames) {
      const { length } = state[set][name];
      if (length !== sizes[name]) throw new InputError(`${set} ${name}: ${length} values instead of ${sizes[name]}`);
    }
  }
}
