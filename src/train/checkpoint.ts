import type { ResolvedConfig } from "../config/settings.js";
import type { EngineState } from "../engine/engine.js";
import type { LoopState } from "./loop-state.js";

/** The complete state of a run between two steps: whoever takes it up goes on, on the wasm engine to the same bits. */
export interface Checkpoint {
  /** version of ohem that wrote it */
  readonly version: string;
  readonly config: ResolvedConfig;
  /** 2 to 256 */
  readonly classes: number;
  /** `step` is the loop's step too: Adam makes one a batch */
  readonly engine: EngineState;
  readonly loop: LoopState;
  /** what the loss keeps from step to step (`TrainingState.arrays`) */
  readonly arrays: ReadonlyMap<string, Float32Array>;
}

/** Writes the checkpoint as one safetensors file: the old file or the new one is there, never a part. */
export async function saveCheckpoint(_file: string, _checkpoint: Checkpoint): Promise<void> {
  throw new Error("to be written");
}

/** @throws FileFormatError for anything but a whole checkpoint of ohem */
export async function loadCheckpoint(_file: string): Promise<Checkpoint> {
  throw new Error("to be written");
}
