import { InputError, SettingError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import type { Engine, EngineOptions } from "./engine.js";

/** What a person may ask for. `auto`: a CUDA device that was proven, else wasm. */
export const engineChoices = ["auto", "gpu", "tensorflow", "wasm"] as const;
export type EngineChoice = (typeof engineChoices)[number];

export interface SelectedEngine {
  readonly engine: Engine;
  /** why it is this engine, for people and for the run's record */
  readonly reason: string;
}

/** @throws SettingError for threads that the engine would never start */
export function refuseIdleThreads(choice: EngineChoice, threads: number | undefined): void {
  if (threads === undefined || choice === "auto" || choice === "wasm") return;
  throw new SettingError("threads", `threads are the wasm engine's, and engine ${choice} starts its own; leave it out`);
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
  if (choice === "gpu" || choice === "tensorflow") {
    return {
      engine: await attributeTo("engine", tensorflow(options, choice)),
      reason: `chosen with --engine ${choice}`,
    };
  }
  const { provenGpu } = await import("./tensorflow/installed/proven-gpu.js");
  const gpu = await provenGpu();
  if (!gpu.proven) return { engine: await wasm(options, threads), reason: `auto: ${gpu.reason}` };
  try {
    return { engine: await tensorflow(options, "gpu"), reason: `auto: ${gpu.reason}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { engine: await wasm(options, threads), reason: `auto: ${error.message}` };
  }
}

async function tensorflow(options: EngineOptions, choice: "gpu" | "tensorflow"): Promise<Engine> {
  const { createTensorflowEngine } = await import("./tensorflow/engine.js");
  return createTensorflowEngine({ ...options, device: choice === "gpu" ? "gpu" : "any" });
}

async function wasm(options: EngineOptions, threads: number | undefined): Promise<Engine> {
  const { createWasmEngine } = await import("./wasm/engine.js");
  return createWasmEngine({ ...options, ...(threads === undefined ? {} : { threads }) });
}
