import { type Engine, type EngineOptions } from "./engine.js";

/** What a person may ask for. `auto`: a CUDA device that was proven, else wasm. */
export const engineChoices = ["auto", "gpu", "tensorflow", "wasm"] as const;
export type EngineChoice = (typeof engineChoices)[number];

export interface SelectedEngine {
  readonly engine: Engine;
  /** why it is this engine, for people and for the run's record */
  readonly reason: string;
}

/**
 * Makes the engine that was asked for. Engines are imported when they are chosen, so that a start pays for no other.
 * @param threads of the wasm engine; undefined: all cores, at most 8
 * @throws InputError when a named engine cannot be had: what is missing, and what to do. It never turns into another engine.
 */
export async function createEngine(
  choice: EngineChoice,
  options: EngineOptions,
  threads: number | undefined,
): Promise<SelectedEngine> {
  if (choice === "wasm") return { engine: await wasm(options, threads), reason: "chosen with --engine wasm" };
  const { createTensorflowEngine, provenGpu } = await import("./tensorflow/engine.js");
  if (choice === "gpu" || choice === "tensorflow") {
    const engine = await createTensorflowEngine({ ...options, device: choice === "gpu" ? "gpu" : "any" });
    return { engine, reason: `chosen with --engine ${choice}` };
  }
  const gpu = await provenGpu();
  if (gpu.proven) {
    return { engine: await createTensorflowEngine({ ...options, device: "gpu" }), reason: `auto: ${gpu.reason}` };
  }
  return { engine: await wasm(options, threads), reason: `auto: ${gpu.reason}` };
}

async function wasm(options: EngineOptions, threads: number | undefined): Promise<Engine> {
  const { createWasmEngine } = await import("./wasm/engine.js");
  return createWasmEngine({ ...options, ...(threads === undefined ? {} : { threads }) });
}
