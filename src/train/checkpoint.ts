import * as v from "valibot";
import { describeIssue, pathOf } from "../config/describe-issue.js";
import type { ResolvedConfig } from "../config/settings.js";
import type { EngineState } from "../engine/engine.js";
import { RunError } from "../errors.js";
import { readBytes } from "../files/read-file.js";
import { writeFileWhole } from "../files/write-file.js";
import { checkpointTensors, unusableTensor } from "./checkpoint-tensors.js";
import type { ExampleRecords } from "./example-records.js";
import { type LoopState, loopStateSchema } from "./loop-state.js";
import { checkpointFormat, checkpointFormatVersion, decodeCheckpoint } from "./read-checkpoint.js";
import { encodeSafetensors } from "./safetensors.js";
import { openSeal, seal, sealKey, sha256 } from "./seal.js";

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

/** A model of ten classes has 100 KB, and nine bytes a training example; a loss may keep more. */
const maxBytes = 256 * 1024 * 1024;

/**
 * Writes the checkpoint as one safetensors file, whole or not at all. Its metadata is for other readers too: where the run stood, and the SHA-256 of the
 * tensors' bytes; a second digest covers the header.
 * @throws RunError when the file cannot be written, or when a parameter or moment is not finite: the earlier file stays
 */
export async function saveCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileWhole(file, encodeCheckpoint(checkpoint));
}

/** @throws FileFormatError for anything but a whole checkpoint, as ohem wrote it; InputError when the file cannot be read */
export async function loadCheckpoint(file: string): Promise<Checkpoint> {
  return decodeCheckpoint(await readBytes(file, maxBytes), file);
}

function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { version, config, classes, dataSha256, loop } = checkpoint;
  const tensors = checkpointTensors(checkpoint);
  const unusable = unusableTensor(tensors);
  if (unusable !== undefined) {
    throw new RunError(
      `${unusable} is not finite at step ${loop.step}: the model is not written, an earlier one stays`,
    );
  }
  const unreadable = v.safeParse(loopStateSchema, loop).issues?.[0];
  if (unreadable !== undefined) {
    const what = `${pathOf(unreadable).join(".")}: ${describeIssue(unreadable)}`;
    throw new RunError(
      `the state at step ${loop.step} could not be read again (${what}): the model is not written, an earlier one stays`,
    );
  }
  const file = encodeSafetensors(tensors, (data) => ({
    format: checkpointFormat,
    format_version: checkpointFormatVersion,
    ohem_version: version,
    step: String(loop.step),
    epoch: String(loop.epoch),
    batch: String(loop.batch),
    seed: String(config.seed),
    classes: String(classes),
    loss: config.loss,
    data_sha256: dataSha256,
    config: JSON.stringify(config),
    loop: JSON.stringify(loop),
    sha256: sha256(data),
    [sealKey]: openSeal,
  }));
  const dataBytes = [...tensors.values()].reduce((bytes, { data }) => bytes + data.byteLength, 0);
  seal(file.subarray(0, file.length - dataBytes));
  return file;
}
