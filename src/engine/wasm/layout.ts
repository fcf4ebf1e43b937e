import { InputError, RunError } from "../../errors/errors.js";
import { imagePixels } from "../../model/net.js";
import { cacheLine, heartbeats } from "./assembly/control.js";
import {
  adamCoefficients,
  chunks,
  conv1FilterFloats,
  conv2FilterFloats,
  conv2FilterGroups,
  features,
  linearWeight,
  logits,
} from "./assembly/shapes.js";

/** What the size of the shared memory depends on. */
export interface Sizes {
  readonly train: number;
  readonly test: number;
  readonly classes: number;
  readonly batchSize: number;
  readonly threads: number;
}

/** The kernels' exported globals, by name; see assembly/memory.ts. */
export type Globals = Record<string, number>;

export interface Layout {
  readonly globals: Globals;
  readonly bytes: number;
}

const scratchBytes = 64 * 1024;
export const page = 65_536;
export const largestPages = 65_536;

/**
 * How often a waiting thread looks before it sleeps: some 50 microseconds, or not at all where it would keep another
 * thread from working.
 */
const spinsWithCores = 50_000;

/** Examples that an evaluation hands to the threads at a time. */
export const slabSize = 1024;

export function parameterFloats(classes: number): number {
  return linearWeight + classes * features + roundUp(classes, 4);
}

/** What is in the memory before anything else is placed there. */
interface Placed {
  /** addresses; undefined: not there yet */
  readonly trainImages?: number | undefined;
  readonly testImages?: number | undefined;
  /** the first free address */
  readonly end: number;
}

const nothing: Placed = { end: page };

/** Places everything that the kernels touch, one after another, in one memory. The first page stays free. */
export function planMemory(
  { train, test, classes, batchSize, threads }: Sizes,
  coresForAll: boolean,
  placed = nothing,
): Layout {
  const batchPacks = Math.ceil(batchSize / 4);
  const batch = 4 * batchPacks;
  const packBytes = roundUp(logits + 16 * classes, cacheLine);
  const spins = coresForAll ? spinsWithCores : 0;
  let { end } = placed;
  const take = (bytes: number): number => {
    const start = end;
    end = roundUp(end + bytes, cacheLine);
    return start;
  };
  const globals: Globals = {
    control: take(heartbeats + cacheLine * threads),
    coefficients: take(4 * adamCoefficients),
    parameters: take(4 * parameterFloats(classes)),
    conv1Filters: take(4 * conv1FilterFloats),
    conv2Filters: take(4 * conv2FilterFloats * conv2FilterGroups),
    firstMoments: take(4 * parameterFloats(classes)),
    secondMoments: take(4 * parameterFloats(classes)),
    gradients: take(4 * linearWeight * chunks),
    linearGradients: take(4 * (parameterFloats(classes) - linearWeight)),
    indices: take(4 * batch),
    weights: take(4 * batch),
    selected: take(4 * batch),
    losses: take(4 * batch),
    predictions: take(batch),
    deltas: take(4 * batch * roundUp(classes, 4)),
    inputs: take(4 * batch * features),
    evaluatedLosses: take(4 * slabSize),
    evaluatedPredictions: take(slabSize),
    evaluatedPredictionLosses: take(4 * slabSize),
    scratch: take(scratchBytes * threads),
    packs: take(packBytes * (batchPacks + threads)),
    trainImages: placed.trainImages ?? take(train * imagePixels),
    trainLabels: take(train),
    testImages: placed.testImages ?? take(test * imagePixels),
    testLabels: take(test),
  };
  return { globals: { ...globals, packBytes, scratchBytes, classes, batchPacks, threads, spins }, bytes: end };
}

/**
 * @param begun the memory that some of it is in already
 * @throws InputError for more than WebAssembly can address, RunError for more than the system gives
 */
export function allocateMemory(
  { bytes }: Layout,
  { batchSize }: Sizes,
  begun?: WebAssembly.Memory,
): WebAssembly.Memory {
  const pages = Math.ceil(bytes / page);
  const need = `a batch of ${batchSize} needs ${Math.ceil(bytes / 2 ** 20)} MiB in the wasm engine`;
  if (pages > largestPages)
    throw new InputError(`${need}, more than the 4096 MiB of WebAssembly; use a smaller batch size`);
  try {
    if (begun === undefined) return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    growTo(begun, bytes);
    return begun;
  } catch (cause) {
    throw new RunError(`${need}, which the system does not give; free memory, or raise its limit (ulimit -v)`, {
      cause,
    });
  }
}

/** @throws RangeError when the system does not give it */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / page);
  if (missing > 0) memory.grow(missing);
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
