import type { TrainedModel } from "../train/trained-model.js";

/** The name and version of the format in a model's metadata. */
export const checkpointFormat = "ohem";
export const checkpointFormatVersion = "1";

/** The run resumes from here, on the wasm engine to the same bits. */
export type Checkpoint = TrainedModel;
