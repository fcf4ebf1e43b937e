import { existsSync } from "node:fs";
import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { RunError } from "../errors/errors.js";
import { writeFileWhole } from "../files/write-file.js";
import { smallerRate } from "../train/learning-rate.js";
import { loopStateSchema } from "../train/state.js";
import { type Checkpoint, checkpointFormat, checkpointFormatVersion } from "./checkpoint.js";
import { checkpointTensors, unusableTensor } from "./checkpoint-tensors.js";
import { modelCard } from "./model-card.js";
import { encodeSealed } from "./seal.js";

/**
 * Writes the checkpoint as one safetensors file, whole or not at all. Its metadata is for other readers too: how far
 * the run is, and the SHA-256 of the tensors' bytes; a second digest covers the header.
 * @throws RunError when the file cannot be written, or when a parameter or moment is not finite; an earlier file stays
 */
export async function saveCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  await writeFileWhole(file, encodeCheckpoint(checkpoint, file));
}

function encodeCheckpoint(checkpoint: Checkpoint, file: string): Uint8Array {
  const { id, version, config, classes, dataSha256, derivedSha256, loop } = checkpoint;
  const tensors = checkpointTensors(checkpoint);
  const unusable = unusableTensor(tensors);
  if (unusable !== undefined) {
    throw new RunError(
      `after ${loop.step} steps: training has diverged, ` +
        `the model's numbers are no longer finite (first: ${unusable}); ` +
        `this model is not written${earlierModelNote(file)}. ` +
        `Training ends here; ${smallerRate(config)}.`,
    );
  }
  const unreadable = v.safeParse(loopStateSchema, loop).issues?.[0];
  if (unreadable !== undefined) {
    const problem = `${pathOf(unreadable).join(".")}: ${describeIssue(unreadable)}`;
    throw new RunError(
      `the state at step ${loop.step} could not be read again (${problem}): ` +
        `the model is not written${earlierModelNote(file)}`,
    );
  }
  return encodeSealed(tensors, {
    format: checkpointFormat,
    format_version: checkpointFormatVersion,
    ohem_version: version,
    ...(id === undefined ? {} : { run_id: id }),
    step: String(loop.step),
    epoch: String(loop.epoch),
    batch: String(loop.batch),
    seed: String(config.seed),
    classes: String(classes),
    loss: config.loss,
    data_sha256: dataSha256,
    ...(derivedSha256 === undefined ? {} : { derived_sha256: derivedSha256 }),
    config: JSON.stringify(config),
    loop: JSON.stringify(loop),
    model_card: JSON.stringify(modelCard(checkpoint)),
  });
}

function earlierModelNote(file: string): string {
  return existsSync(file) ? `; the one of the checkpoint before stays: ${file}` : "";
}
