import { InputError, RunError } from "../../errors/errors.js";
import { imagePixels } from "../../model/net.js";

/** What the size of the shared memory depends on. */
export interface Sizes {
  readonly train: number;
  readonly test: number;
  readonly classes: number;
  readonly batchSize: number;
  readonly threads: number;
}

/** The kernels' exported globals, by name: assembly/memory.ts says what each holds. */
export type Globals = Record<string, number>;

export interface Layout {
  readonly globals: Globals;
  readonly bytes: number;
}

/** Floats of the convolutions' parameters, of one image's features, and chunks of gradients: assembly/shapes.ts. */
export const convolutionFloats = 5512;
export const features = 320;
export const chunks = 8;

/** Bytes that a pack of four images leaves behind, without the linear layer's outputs: pooled maps as vectors, winners as a byte a lane. */
export const pooledBytes = (1440 + features) * (16 + 4);
const scratchBytes = 64 * 1024;
const cacheLine = 64;
const page = 65_536;
const largestPages = 65_536;

/** How often a waiting thread looks before it sleeps: some 50 microseconds, or not at all where it would keep another thread from working. */
const spinsWithCores = 50_000;

/** Examples that an evaluation hands to the threads at a time. */
export const slabSize = 1024;

export function parameterFloats(classes: number): number {
  return convolutionFloats + classes * features + roundUp(classes, 4);
}

/** Places everything that the kernels touch, one after the other, in one memory. The first page stays free. */
export function planMemory({ train, test, classes, batchSize, threads }: Sizes, coresForAll: boolean): Layout {
  const batchPacks = Math.ceil(batchSize / 4);
  const batch = 4 * batchPacks;
  const packBytes = roundUp(pooledBytes + 16 * classes, cacheLine);
  const spins = coresForAll ? spinsWithCores : 0;
  let end = page;
  const take = (bytes: number): number => {
    const start = end;
    end = roundUp(end + bytes, cacheLine);
    return start;
  };
  const globals: Globals = {
    control: take(cacheLine * (7 + threads)),
    coefficients: take(4 * 7),
    parameters: take(4 * parameterFloats(classes)),
    conv1Filters: take(4 * 400),
    conv2Filters: take(4 * 5 * 2560),
    firstMoments: take(4 * parameterFloats(classes)),
    secondMoments: take(4 * parameterFloats(classes)),
    gradients: take(4 * convolutionFloats * chunks),
    linearGradients: take(4 * (parameterFloats(classes) - convolutionFloats)),
    indices: take(4 * batch),
    weights: take(4 * batch),
    selected: take(4 * batch),
    losses: take(4 * batch),
    predictions: take(batch),
    deltas: take(4 * batch * roundUp(classes, 4)),
    inputs: take(4 * batch * features),
    evaluatedLosses: take(4 * slabSize),
    evaluatedPredictions: take(slabSize),
    scratch: take(scratchBytes * threads),
    packs: take(packBytes * (batchPacks + threads)),
    trainImages: take(train * imagePixels),
    trainLabels: take(train),
    testImages: take(test * imagePixels),
    testLabels: take(test),
  };
  return { globals: { ...globals, packBytes, scratchBytes, classes, batchPacks, threads, spins }, bytes: end };
}

/** @throws InputError for more than WebAssembly can address, RunError for more than the system gives */
export function allocateMemory({ bytes }: Layout, { batchSize }: Sizes): WebAssembly.Memory {
  const pages = Math.ceil(bytes / page);
  const need = `a batch of ${batchSize} needs ${Math.ceil(bytes / 2 ** 20)} MiB in the wasm engine`;
  if (pages > largestPages)
    throw new InputError(`${need}, more than the 4096 MiB of WebAssembly; take a smaller batch size`);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new RunError(`${need}, which could not be had; free memory, or raise the limit for it (ulimit -v)`, {
      cause,
    });
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
