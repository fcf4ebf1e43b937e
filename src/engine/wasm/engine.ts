import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { Dataset } from "../../data/dataset.js";
import { InputError, RunError } from "../../errors/errors.js";
import { maxClasses, minClasses, parameterNames, parameterSizes } from "../../model/net.js";
import type { Engine, EngineOptions, EngineState, Evaluated, Forward, Split } from "../engine.js";
import { createAdamClock } from "./adam.js";
import { compileKernels, jobs } from "./kernels.js";
import { allocateMemory, chunks, parameterFloats, planMemory, slabSize } from "./layout.js";
import { packParameters, unpackParameters } from "./parameters.js";
import { createSplitStore, type SplitStore } from "./split-store.js";
import { startTeam } from "./team.js";

export interface WasmEngineOptions extends EngineOptions {
  /** the calling thread is one of them; default: all cores, at most 8 */
  readonly threads?: number;
}

export interface WasmEngine extends Engine {
  /** the other threads, 1 to threads - 1 */
  readonly workers: readonly Worker[];
}

const mostThreads = 64;
const warmUpSteps = 8;
const warmUpBatch = 64;

/** Lays out the memory that the threads share, compiles the kernels, and starts the threads. */
export async function createWasmEngine(options: WasmEngineOptions): Promise<WasmEngine> {
  const { train, test, classes, batchSize } = options;
  const threads = options.threads ?? Math.min(availableParallelism(), 8);
  integerWithin("threads", threads, 1, mostThreads);
  integerWithin("classes", classes, minClasses, maxClasses);
  integerWithin("batch size", batchSize, 1, 2 ** 32);

  const sizes = { train: train?.count ?? 0, test: test?.count ?? 0, classes, batchSize, threads };
  const layout = planMemory(sizes, threads <= availableParallelism());
  const memory = allocateMemory(layout, sizes);
  const { globals } = layout;
  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length);
  const bytes = (address: number, length: number) => new Uint8Array(memory.buffer, address, length);

  const team = startTeam(await compileKernels(), memory, globals, threads);
  const store = (data: Dataset | undefined, images: number, labels: number) =>
    data && createSplitStore(data, bytes(images, data.images.length), bytes(labels, data.labels.length));
  const stores = {
    train: store(train, globals.trainImages, globals.trainLabels),
    test: store(test, globals.testImages, globals.testLabels),
  };

  const parameters = floats(globals.parameters, parameterFloats(classes));
  const firstMoments = floats(globals.firstMoments, parameterFloats(classes));
  const secondMoments = floats(globals.secondMoments, parameterFloats(classes));
  const indices = new Uint32Array(memory.buffer, globals.indices, 4 * globals.batchPacks);
  const selected = new Uint32Array(memory.buffer, globals.selected, batchSize);
  const weights = floats(globals.weights, batchSize);
  const evaluatedLosses = floats(globals.evaluatedLosses, slabSize);
  const evaluatedPredictions = bytes(globals.evaluatedPredictions, slabSize);
  const clock = createAdamClock(options.adam, floats(globals.coefficients, 7));

  let view = viewOf(batchSize);
  /** examples of the last forward that no backward has used yet */
  let pending = 0;
  writeState(options.initial);
  if (train !== undefined) {
    warmUp(train.count);
    writeState(options.initial);
  }

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

  /**
   * V8 compiles a kernel for speed, and for all threads, once it has run for a while. A few steps that are then forgotten make it do so here: the first
   * steps of an epoch would take up to ten times as long as the others.
   */
  function warmUp(examples: number): void {
    const batch = Uint32Array.from({ length: Math.min(batchSize, warmUpBatch) }, (_, index) => index % examples);
    const weights = new Float32Array(batch.length).fill(1);
    for (let step = 0; step < warmUpSteps; step++) {
      forward(batch);
      backward(weights);
    }
  }

  function forward(batch: Uint32Array): Forward {
    const { data, need } = storeOf("train");
    const { labels } = data;
    const count = batch.length;
    if (count < 1 || count > batchSize) throw new RangeError(`expected 1 to ${batchSize} examples, got ${count}`);
    need(batch);
    pending = 0;
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

  function backward(gradient: Float32Array): number {
    if (pending === 0 || gradient.length !== pending) {
      throw new RangeError(`expected the ${pending} weights of the last forward, got ${gradient.length}`);
    }
    pending = 0;
    weights.set(gradient);
    let count = 0;
    for (let i = 0; i < gradient.length; i++) if (gradient[i] !== 0) selected[count++] = i;
    clock.tick();
    team.run(jobs.backward, chunks, 0, count);
    team.run(jobs.update, 7 + classes, 0, count);
    return count;
  }

  function evaluate(split: Split, first: number, count: number): Evaluated {
    const { data, needRange } = storeOf(split);
    if (!(first >= 0 && count >= 0 && first + count <= data.count)) {
      throw new RangeError(`examples ${first} to ${first + count} of ${data.count}`);
    }
    const losses = new Float32Array(count);
    const predictions = new Uint8Array(count);
    for (let done = 0; done < count; done += slabSize) {
      const slab = Math.min(slabSize, count - done);
      needRange(first + done, slab);
      team.run(split === "train" ? jobs.evaluateTrain : jobs.evaluateTest, Math.ceil(slab / 4), first + done, slab);
      losses.set(evaluatedLosses.subarray(0, slab), done);
      predictions.set(evaluatedPredictions.subarray(0, slab), done);
    }
    return { losses, predictions };
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
    const expected = parameterSizes(classes);
    for (const part of ["parameters", "firstMoments", "secondMoments"] as const) {
      for (const name of parameterNames) {
        const size = state[part][name].length;
        if (size !== expected[name])
          throw new InputError(`${part}: ${name} has ${size} values, expected ${expected[name]}`);
      }
    }
    pending = 0;
    packParameters(state.parameters, parameters, classes);
    packParameters(state.firstMoments, firstMoments, classes);
    packParameters(state.secondMoments, secondMoments, classes);
    clock.reset(state.step);
    team.makeFilters();
  }

  function storeOf(split: Split): SplitStore {
    team.check();
    const found = stores[split];
    if (found === undefined) throw new RunError(`The wasm engine was made without ${split} data`);
    return found;
  }

  function viewOf(count: number): { losses: Float32Array; predictions: Uint8Array } {
    return { losses: floats(globals.losses, count), predictions: bytes(globals.predictions, count) };
  }
}

function integerWithin(what: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InputError(`${what}: expected an integer from ${least} to ${most}, got ${value}`);
  }
}
