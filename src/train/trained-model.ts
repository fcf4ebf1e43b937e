import type { ResolvedConfig } from "../config/settings.js";
import type { Progress } from "./start.js";

/** The complete state of a run between two steps, as a model file holds it. */
export interface TrainedModel extends Progress {
  /** UUID of the run; undefined in models of early versions */
  readonly id?: string | undefined;
  /** version of ohem that trained it */
  readonly version: string;
  readonly config: ResolvedConfig;
  /** 2 to 256 */
  readonly classes: number;
  /** `LoadedData.sha256` of the data that it was trained on */
  readonly dataSha256: string;
  /** `Derived.sha256` of the training set; undefined: it was not derived */
  readonly derivedSha256?: string | undefined;
}
