import type { ResolvedConfig } from "../config/settings.js";
import type { Progress } from "../train/start.js";

/** What the metadata of a model's file calls the format. */
export const checkpointFormat = "ohem";
export const checkpointFormatVersion = "1";

/** The complete state of a run between two steps: whoever takes it up goes on, on the wasm engine to the same bits. */
export interface Checkpoint extends Progress {
  /** version of ohem that wrote it */
  readonly version: string;
  readonly config: ResolvedConfig;
  /** 2 to 256 */
  readonly classes: number;
  /** `LoadedData.sha256` of what it was trained on */
  readonly dataSha256: string;
}
