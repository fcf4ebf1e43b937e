import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { Dataset } from "../../data/dataset.js";
import { InputError } from "../../errors/errors.js";
import { requireInteger } from "../../errors/require-integer.js";
import { maxClasses, minClasses, requireSizes } from "../../model/net.js";
import {
  defaultAdam,
  type Engine,
  type EngineOptions,
  type EngineState,
  type Evaluated,
  type Forward,
  type Split,
  stateParts,
} from "../engine.js";
import { requireBatch, requireRange, requireRate, requireSplit, requireWeights } from "../misuse.js";
import { createAdamClock } from "./adam.js";
import * as jobs from "./assembly/jobs.js";
import { adamCoefficients, chunks } from "./assembly/shapes.js";
import { type DataMemory, reserveDataMemory } from "./data-memory.js";
import { compileKernels } from "./kernels.js";
import { allocateMemory, parameterFloats, planMemory, slabSize } from "./layout.js";
import { packParameters, unpackParameters } from "./parameters.js";
import { createSplitStore } from "./split-store.js";
import { startTeam } from "./team.js";
import { defaultThreads, maxThreads } from "./thread-limits.js";
import { warmUpKernels } from "./warm-up.js";

export interface WasmEngineOptions extends EngineOptions {
  /** the calling thread is one of them; limits and default: thread-limits.ts */
  readonly threads?: number | undefined;
  /** that the data was read into */
  readonly memory?: DataMemory | undefined;
}

export interface WasmEngine extends Engine {
  /** the other threads, 1 to threads - 1 */
  readonly workers: readonly Worker[];
}

/** Compiles the kernels before there is anything to compute. @returns memory to read the data into */
export function preload(): DataMemory {
  // What fails here fails again in createWasmEngine, which reports it.
  warmUpKernels().catch(() => {});
  return reserveDataMemory();
}

/**
 * Allocates the memory that the threads share, compiles the kernels, and starts the threads.
 * @throws InputError for options out of range, RunError for memory or threads that the system does not give
 */
export async function createWasmEngine(options: WasmEngineOptions): Promise<WasmEngine> {
  const { train, test, classes, batchSize, memory: begun } = options;
  const threads = options.threads ?? defaultThreads();
  requireInteger("threads", threads, 1, maxThreads);
  requireInteger("classes", classes, minClasses, maxClasses);
  requireInteger("batchSize", batchSize, 1, 2 ** 32);
  if (typeof WebAssembly === "undefined") {
    throw new InputError("the wasm engine needs WebAssembly, which this Node was started without (--jitless)");
  }

  const sizes = { train: train?.count ?? 0, test: test?.count ?? 0, classes, batchSize, threads };
  const addressOf = (data: Dataset | undefined) => data && begun?.addressOf(data.images);
  const placed = begun && { trainImages: addressOf(train), testImages: addressOf(test), end: begun.end() };
  const layout = planMemory(sizes, threads <= availableParallelism(), placed);
  const memory = allocateMemory(layout, sizes, begun?.memory);
  const { globals } = layout;
  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length);
  const bytes = (address: number, length: number) => new Uint8Array(memory.buffer, address, length);

  if (train !== undefined) await warmUpKernels();
  const team = startTeam(await compileKernels(), memory, globals, threads);
  const store = (data: Dataset | undefined, images: number, labels: number) => {
    if (data === undefined) return undefined;
    bytes(labels, data.labels.length).set(data.labels);
    return addressOf(data) === undefined ? createSplitStore(data, bytes(images, data.images.length)) : undefined;
  };
  const stores = {
    train: store(train, globals.trainImages, globals.trainLabels),
    test: store(test, globals.testImages, globals.testLabels),
  };

  const parameters = floats(globals.parameters, parameterFloats(classes));
  const firstMoments = floats(globals.firstMoments, parameterFloats(classes));
  const secondMoments = floats(globals.secondMoments, parameterFloats(classes));
  const indices = new Uint32Array(memory.buffer, globals.indices, 4 * globals.batchPacks);
  const selected = new Uint32Array(memory.buffer, globals.selected, batchSize);
  const batchWeights = floats(globals.weights, batchSize);
  const evaluatedLosses = floats(globals.evaluatedLosses, slabSize);
  const evaluatedPredictions = bytes(globals.evaluatedPredictions, slabSize);
  const evaluatedPredictionLosses = floats(globals.evaluatedPredictionLosses, slabSize);
  const clock = createAdamClock(options.adam ?? defaultAdam, floats(globals.coefficients, adamCoefficients));

  let view = viewOf(batchSize);
  /** size of the last forward, until a backward has used it */
  let pending = 0;
  writeState(options.initial);

  return {
    name: "wasm",
    description: `wasm, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    workers: team.workers,
    forward,
    backward,
    evaluate,
    readState,
    writeState,
    dispose: team.stop,
  };

  function forward(batch: Uint32Array): Forward {
    team.check();
    const data = requireSplit(options, "train");
    requireBatch(batch, batchSize, data);
    const { labels } = data;
    const count = batch.length;
    pending = 0;
    stores.train?.need(batch);
    const packs = Math.ceil(count / 4);
    indices.set(batch);
    indices.fill(batch[count - 1], count, 4 * packs);
    team.run(jobs.forward, packs);
    pending = count;
    if (view.losses.length !== count) view = viewOf(count);
    const { losses, predictions } = view;
    let correct = 0;
    for (let i = 0; i < count; i++) if (predictions[i] === labels[batch[i]]) correct++;
    return { losses, predictions, correct };
  }

  function backward(weights: Float32Array, lr: number): number {
    team.check();
    requireWeights(weights, pending);
    requireRate(lr);
    pending = 0;
    batchWeights.set(weights);
    let count = 0;
    for (let i = 0; i < weights.length; i++) if (weights[i] !== 0) selected[count++] = i;
    clock.tick(lr);
    team.run(jobs.backward, chunks, 0, count);
    team.run(jobs.update, jobs.firstClassTask + classes, 0, count);
    return count;
  }

  function evaluate(split: Split, first: number, count: number): Evaluated {
    team.check();
    requireRange(split, first, count, requireSplit(options, split).count);
    const losses = new Float32Array(count);
    const predictions = new Uint8Array(count);
    const predictionLosses = new Float32Array(count);
    for (let done = 0; done < count; done += slabSize) {
      const slab = Math.min(slabSize, count - done);
      stores[split]?.needRange(first + done, slab);
      team.run(split === "train" ? jobs.evaluateTrain : jobs.evaluateTest, Math.ceil(slab / 4), first + done, slab);
      losses.set(evaluatedLosses.subarray(0, slab), done);
      predictions.set(evaluatedPredictions.subarray(0, slab), done);
      predictionLosses.set(evaluatedPredictionLosses.subarray(0, slab), done);
    }
    return { losses, predictions, predictionLosses };
  }

  function readState(): EngineState {
    team.check();
    return {
      step: clock.step(),
      parameters: unpackParameters(parameters, classes),
      firstMoments: unpackParameters(firstMoments, classes),
      secondMoments: unpackParameters(secondMoments, classes),
    };
  }

  function writeState(state: EngineState): void {
    team.check();
    for (const part of stateParts) requireSizes(part, state[part], classes);
    pending = 0;
    packParameters(state.parameters, parameters, classes);
    packParameters(state.firstMoments, firstMoments, classes);
    packParameters(state.secondMoments, secondMoments, classes);
    clock.reset(state.step);
    team.makeFilters();
  }

  function viewOf(count: number): { losses: Float32Array; predictions: Uint8Array } {
    return { losses: floats(globals.losses, count), predictions: bytes(globals.predictions, count) };
  }
}
