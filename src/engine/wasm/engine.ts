import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { Dataset } from "../../data/dataset.js";
import { InputError, RunError } from "../../errors.js";
import { maxClasses, minClasses, parameterNames, parameterSizes } from "../../model/net.js";
import type { Engine, EngineOptions, EngineState, Evaluated, Forward, Split } from "../engine.js";
import { createAdamClock } from "./adam.js";
import { compileKernels, instantiate, jobs } from "./kernels.js";
import { allocateMemory, chunks, parameterFloats, planMemory, slabSize } from "./layout.js";
import { packParameters, unpackParameters } from "./parameters.js";
import { startWorkers, stopWorkers } from "./workers.js";

export interface WasmEngineOptions extends EngineOptions {
  /** the calling thread is one of them; default: all cores, at most 8 */
  readonly threads?: number;
}

export interface WasmEngine extends Engine {
  /** the other threads, 1 to threads - 1 */
  readonly workers: readonly Worker[];
}

const mostThreads = 64;

/** Compiles the kernels, copies the data into the memory that all threads share, and starts the threads. */
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
  const module = await compileKernels();
  const starting = startWorkers(module, memory, globals, threads - 1);
  const kernels = instantiate(module, memory, globals);
  copySplit(train, globals.trainImages!, globals.trainLabels!);
  copySplit(test, globals.testImages!, globals.testLabels!);

  const floats = (address: number, length: number) => new Float32Array(memory.buffer, address, length);
  const parameters = floats(globals.parameters!, parameterFloats(classes));
  const firstMoments = floats(globals.firstMoments!, parameterFloats(classes));
  const secondMoments = floats(globals.secondMoments!, parameterFloats(classes));
  const indices = new Uint32Array(memory.buffer, globals.indices, 4 * globals.batchPacks!);
  const selected = new Uint32Array(memory.buffer, globals.selected, batchSize);
  const weights = floats(globals.weights!, batchSize);
  const evaluatedLosses = floats(globals.evaluatedLosses!, slabSize);
  const evaluatedPredictions = new Uint8Array(memory.buffer, globals.evaluatedPredictions, slabSize);
  const clock = createAdamClock(options.adam, floats(globals.coefficients!, 7));

  let view = viewOf(batchSize);
  /** examples of the last forward that backward has not used up */
  let pending = 0;
  let broken: RunError | undefined;

  const workers = await starting;
  for (const [index, worker] of workers.entries()) {
    worker.once("error", (cause) => fail(threadFailed(index + 1), cause));
    worker.once("exit", () => fail(threadFailed(index + 1)));
  }
  writeState(options.initial);

  return {
    name: "wasm",
    description: `wasm, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    workers,
    forward,
    backward,
    evaluate,
    readState,
    writeState,
    dispose,
  };

  function forward(batch: Uint32Array): Forward {
    if (train === undefined) throw new RunError("The wasm engine was made without training data");
    const count = batch.length;
    if (count < 1 || count > batchSize) throw new RangeError(`expected 1 to ${batchSize} examples, got ${count}`);
    for (const index of batch) {
      if (index >= train.count) throw new RangeError(`example ${index} of ${train.count}`);
    }
    pending = 0;
    const packs = Math.ceil(count / 4);
    indices.set(batch);
    indices.fill(batch[count - 1]!, count, 4 * packs);
    run(jobs.forward, packs);
    pending = count;
    if (view.losses.length !== count) view = viewOf(count);
    let correct = 0;
    for (let i = 0; i < count; i++) if (view.predictions[i] === train.labels[batch[i]!]) correct++;
    return { ...view, correct };
  }

  function backward(gradient: Float32Array): number {
    if (pending === 0 || gradient.length !== pending) {
      throw new RangeError(`backward: expected the ${pending} weights of the last forward, got ${gradient.length}`);
    }
    pending = 0;
    weights.set(gradient);
    let count = 0;
    for (let i = 0; i < gradient.length; i++) if (gradient[i] !== 0) selected[count++] = i;
    clock.tick();
    run(jobs.backward, chunks, 0, count);
    run(jobs.update, 7 + classes, 0, count);
    return count;
  }

  function evaluate(split: Split, first: number, count: number): Evaluated {
    const data = split === "train" ? train : test;
    if (data === undefined) throw new RunError(`The wasm engine was made without ${split} data`);
    if (first < 0 || count < 0 || first + count > data.count) {
      throw new RangeError(`examples ${first} to ${first + count} of ${data.count}`);
    }
    const losses = new Float32Array(count);
    const predictions = new Uint8Array(count);
    for (let done = 0; done < count; done += slabSize) {
      const slab = Math.min(slabSize, count - done);
      run(split === "train" ? jobs.evaluateTrain : jobs.evaluateTest, Math.ceil(slab / 4), first + done, slab);
      losses.set(evaluatedLosses.subarray(0, slab), done);
      predictions.set(evaluatedPredictions.subarray(0, slab), done);
    }
    return { losses, predictions };
  }

  function readState(): EngineState {
    return {
      step: clock.step(),
      parameters: unpackParameters(parameters, classes),
      firstMoments: unpackParameters(firstMoments, classes),
      secondMoments: unpackParameters(secondMoments, classes),
    };
  }

  function writeState(state: EngineState): void {
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
    kernels.makeFilters();
  }

  async function dispose(): Promise<void> {
    broken ??= new RunError("The wasm engine was disposed");
    await stopWorkers(workers);
  }

  function run(job: number, tasks: number, first = 0, count = 0): void {
    if (broken !== undefined) throw broken;
    let result: number;
    try {
      result = kernels.run(job, tasks, first, count);
    } catch (cause) {
      throw fail("The wasm engine failed", cause);
    }
    if (result > 0) throw fail(threadFailed(result));
    if (result < 0)
      throw fail("A thread of the wasm engine does not go on: it has ended, or the system does not let it run");
  }

  function fail(message: string, cause?: unknown): RunError {
    broken ??= new RunError(message, { cause });
    return broken;
  }

  function threadFailed(thread: number): string {
    return `Thread ${thread + 1} of ${threads} of the wasm engine has ended`;
  }

  function viewOf(count: number): { losses: Float32Array; predictions: Uint8Array } {
    return {
      losses: floats(globals.losses!, count),
      predictions: new Uint8Array(memory.buffer, globals.predictions, count),
    };
  }

  function copySplit(split: Dataset | undefined, images: number, labels: number): void {
    if (split === undefined) return;
    new Uint8Array(memory.buffer, images, split.images.length).set(split.images);
    new Uint8Array(memory.buffer, labels, split.labels.length).set(split.labels);
  }
}

function integerWithin(what: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InputError(`${what}: expected an integer from ${least} to ${most}, got ${value}`);
  }
}
