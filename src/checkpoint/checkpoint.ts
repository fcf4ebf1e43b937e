import type { ResolvedConfig } from "../config/settings.js";
import type { Progress } from "../train/start.js";

/** The name and version of the format in a model's metadata. */
export const checkpointFormat = "ohem";
export const checkpointFormatVersion = "1";

/** The complete state of a run between two steps: it resumes from here, on the wasm engine to the same bits. */
export interface Checkpoint extends Progress {
  /** UUID of the run; undefined in models of early versions */
  readonly id?: string | undefined;
  /** version of ohem that wrote it */
  readonly version: string;
  readonly config: ResolvedConfig;
  /** 2 to 256 */
  readonly classes: number;
  /** `LoadedData.sha256` of the data that it was trained on */
  readonly dataSha256: string;
  /** `Derived.sha256` of the training set; undefined: it was not derived */
  readonly derivedSha256?: string | undefined;
}
