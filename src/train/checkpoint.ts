import type { ResolvedConfig } from "../config/settings.js";
import type { EngineState } from "../engine/engine.js";
import type { ExampleRecords } from "./example-records.js";
import type { LoopState } from "./loop-state.js";

/** What the metadata of a model's file calls the format. */
export const checkpointFormat = "ohem";
export const checkpointFormatVersion = "1";

/** The complete state of a run between two steps: whoever takes it up goes on, on the wasm engine to the same bits. */
export interface Checkpoint {
  /** version of ohem that wrote it */
  readonly version: string;
  readonly config: ResolvedConfig;
  /** 2 to 256 */
  readonly classes: number;
  /** `LoadedData.sha256` of what it was trained on */
  readonly dataSha256: string;
  /** `step` is the loop's step too: Adam makes one a batch */
  readonly engine: EngineState;
  readonly loop: LoopState;
  /** of every training example */
  readonly records: ExampleRecords;
  /** what the loss keeps from step to step (`TrainingState.arrays`) */
  readonly arrays: ReadonlyMap<string, Float32Array>;
}
