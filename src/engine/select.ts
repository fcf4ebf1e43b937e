import { type Allocate, newBytes } from "../data/allocate.js";
import { InputError, SettingError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { attributeTo } from "../errors/setting-problem.js";
import { shortened } from "../errors/shortened.js";
import { unknownName } from "../errors/unknown-name.js";
import { checkEngineOptions } from "./check-options.js";
import { type Engine, type EngineChoice, type EngineOptions, engineChoices } from "./engine.js";
import type { TensorflowOptions } from "./tensorflow/create.js";
import type { DataMemory } from "./wasm/data-memory.js";

export interface CreateEngineOptions extends EngineOptions {
  /** of the wasm engine; limits and default: wasm/thread-limits.ts */
  readonly threads?: number | undefined;
}

/** What a run knows about its engine beforehand. */
export interface EnginePreparation {
  /** that the data was read with */
  readonly preloaded?: PreloadedEngine | undefined;
  /** whether the run can use another engine instead, so that an error may advise one; default true */
  readonly replaceable?: boolean | undefined;
}

const known = {
  train: true,
  test: true,
  classes: true,
  batchSize: true,
  adam: true,
  initial: true,
  threads: true,
} as const satisfies KnownOptions<CreateEngineOptions>;

/** What `createEngine` returns; dispose the engine when you are done. */
export interface SelectedEngine {
  readonly engine: Engine;
  /** why it is this engine, for people and for the run's record */
  readonly reason: string;
}

/** @throws SettingError for threads that the engine would never start */
export function refuseIdleThreads(choice: EngineChoice, threads: number | undefined): void {
  if (threads === undefined || choice === "auto" || choice === "wasm") return;
  throw new SettingError("threads", `applies only to the wasm engine; remove it when using ${choice}`);
}

/** An engine that is loaded while the data is read. */
export interface PreloadedEngine {
  /** gives the bytes to read images into: the engine's own memory where it is the wasm engine */
  readonly forImages: Allocate;
  /** undefined: another engine is chosen, or the system does not give it */
  readonly memory: Promise<DataMemory | undefined>;
}

/**
 * Loads the code of the wasm engine where `createEngine` will create it, and compiles its kernels, in the time that
 * reading the data takes.
 */
export function preloadEngine(choice: EngineChoice): PreloadedEngine {
  // What fails here fails again in createEngine, which reports it.
  const memory = preloadMemory(choice).catch(() => undefined);
  return { memory, forImages: async (bytes) => (await memory)?.allocate(bytes) ?? newBytes(bytes) };
}

async function preloadMemory(choice: EngineChoice): Promise<DataMemory | undefined> {
  if (choice !== "auto" && choice !== "wasm") return undefined;
  const [{ preload }, { currentBackend }] = await Promise.all([
    import("./wasm/engine.js"),
    import("./tensorflow/installed/installed.js"),
  ]);
  const mayTakeGpu = choice === "auto" && (currentBackend()?.manifest.cuda ?? null) !== null;
  return mayTakeGpu ? undefined : preload();
}

/**
 * Creates the engine that was asked for. An engine's code is imported only when it is chosen, so that a start pays for
 * no other.
 * @param choice `auto`: a CUDA device that passed its proof, else wasm
 * @param options the data sets are read while the engine lives, and must not change
 * @throws InputError when a named engine is not available: what is missing, and what to do. It is never replaced.
 * SettingError for an illegal option.
 */
export async function createEngine(choice: EngineChoice, options: CreateEngineOptions): Promise<SelectedEngine> {
  requireKnown("createEngine", options, known);
  return createRunEngine(choice, options, {});
}

/** `createEngine` for the runs of this package. */
export async function createRunEngine(
  choice: EngineChoice,
  options: CreateEngineOptions,
  { preloaded, replaceable }: EnginePreparation,
): Promise<SelectedEngine> {
  if (!engineChoices.includes(choice)) {
    throw unknownName(`unknown engine "${shortened(String(choice))}"`, String(choice), engineChoices);
  }
  checkEngineOptions(options);
  const wasm = () => createWasm(options, preloaded);
  const tensorflow = (device: "gpu" | "any") => createTensorflow({ ...options, device, replaceable });
  if (choice === "wasm") return { engine: await wasm(), reason: "as requested" };
  if (choice !== "auto") {
    const device = choice === "gpu" ? "gpu" : "any";
    return { engine: await attributeTo("engine", tensorflow(device)), reason: "as requested" };
  }
  const { provenGpu } = await import("./tensorflow/installed/proven-gpu.js");
  const gpu = await provenGpu();
  if (!gpu.proven) return { engine: await wasm(), reason: `auto: ${gpu.reason}` };
  try {
    return { engine: await tensorflow("gpu"), reason: `auto: ${gpu.reason}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { engine: await wasm(), reason: `auto: ${error.message}` };
  }
}

async function createTensorflow(options: TensorflowOptions): Promise<Engine> {
  const { createTensorflowEngine } = await import("./tensorflow/create.js");
  return createTensorflowEngine(options);
}

async function createWasm(options: CreateEngineOptions, preloaded: PreloadedEngine | undefined): Promise<Engine> {
  const { createWasmEngine } = await import("./wasm/engine.js");
  return createWasmEngine({ ...options, memory: await preloaded?.memory });
}
