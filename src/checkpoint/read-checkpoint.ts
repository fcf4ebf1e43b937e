import * as v from "valibot";
import { storedConfigSchema } from "../config/settings.js";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { JsonError, parseJson } from "../files/json.js";
import { readBytes } from "../files/read-file.js";
import { maxClasses, minClasses } from "../model/net.js";
import { loopStateSchema } from "../train/state.js";
import { type Checkpoint, checkpointFormat, checkpointFormatVersion } from "./checkpoint.js";
import { readCheckpointTensors } from "./checkpoint-tensors.js";
import { requireConsistent } from "./consistency.js";
import { decodeSafetensors, type SafetensorsFile } from "./safetensors.js";
import { isSealed, sealKey, sha256 } from "./seal.js";

/*
 * Where a model is refused, in this order:
 *  1. a file that is too large                                        here, readBytes
 *  2. a breach of the safetensors format                              safetensors.ts
 *  3. a file of another program, or another version of the format     here, requireOrigin
 *  4. bytes that changed since it was written: two SHA-256            here, requireOrigin; seal.ts
 *  5. metadata, settings or a loop state of another form              here, by their schemas
 *  6. tensors: names, shapes, types, numbers that are not finite      checkpoint-tensors.ts
 *  7. parts that do not fit each other: batch, step, loss arrays      consistency.ts
 * And when a run resumes:
 *  8. a config.json of another run, a missing metrics.jsonl           run/resume.ts
 *  9. other data                                                      run/prepare.ts
 * 10. a model that another process has replaced since                 run/run-folder.ts
 */

/** The largest data set with the most classes has 310 MB of ledger; a model of ten classes has 100 KB without it. */
const maxBytes = 512 * 1024 * 1024;

/** A model that was read from a file. */
export interface LoadedCheckpoint extends Checkpoint {
  /** of the whole file: another one means that the model was written again since */
  readonly fileSha256: string;
}

/** @throws FileFormatError for anything but a checkpoint as ohem wrote it; InputError when the file cannot be read */
export async function loadCheckpoint(file: string): Promise<LoadedCheckpoint> {
  const bytes = await readBytes(file, maxBytes);
  return { ...decodeCheckpoint(bytes, file), fileSha256: sha256(bytes) };
}

/** `LoadedCheckpoint.fileSha256` of the file as it is now. @throws InputError when it cannot be read */
export async function fileSha256(file: string): Promise<string> {
  return sha256(await readBytes(file, maxBytes));
}

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"));

const metadataSchema = v.strictObject({
  format: v.literal(checkpointFormat),
  format_version: v.literal(checkpointFormatVersion),
  ohem_version: v.string(),
  run_id: v.optional(v.pipe(v.string(), v.uuid("a UUID"))),
  config: v.string(),
  loop: v.string(),
  classes: v.pipe(
    v.string(),
    v.regex(/^\d{1,3}$/, "digits"),
    v.transform(Number),
    v.check((classes) => classes >= minClasses && classes <= maxClasses, `${minClasses} to ${maxClasses}`),
  ),
  data_sha256: digest,
  derived_sha256: v.optional(digest),
  sha256: v.string(),
  [sealKey]: v.string(),
  // Copies of what config and loop say, for other readers.
  step: v.string(),
  epoch: v.string(),
  batch: v.string(),
  seed: v.string(),
  loss: v.string(),
  // Not in models of early versions.
  model_card: v.optional(v.string()),
});

/** @throws FileFormatError for anything but a checkpoint as ohem wrote it */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const contents = decodeSafetensors(bytes, file);
  requireOrigin(contents, file);
  const metadata = validate(metadataSchema, contents.metadata, "metadata", file);
  const config = validate(storedConfigSchema, parse(metadata.config, "config", file), "config", file);
  const loop = validate(loopStateSchema, parse(metadata.loop, "loop", file), "loop", file);
  const {
    run_id: id,
    classes,
    ohem_version: version,
    data_sha256: dataSha256,
    derived_sha256: derivedSha256,
  } = metadata;
  const tensors = readCheckpointTensors(contents.tensors, classes, loop, file);
  const checkpoint = { id, version, config, classes, dataSha256, derivedSha256, loop, ...tensors };
  requireConsistent(checkpoint, file);
  return checkpoint;
}

function requireOrigin({ metadata, header, data }: SafetensorsFile, file: string): void {
  const refuse = (field: string, problem: string) => new FileFormatError(file, field, problem);
  if (metadata.format !== checkpointFormat) {
    const problem =
      "ohem_version" in metadata
        ? "only the parameters, as ohem export writes them; name the run or the model file that they came from"
        : "a safetensors file, but not a model that ohem wrote";
    throw refuse("metadata", problem);
  }
  if (metadata.format_version !== checkpointFormatVersion) {
    const got = JSON.stringify(metadata.format_version);
    throw refuse(
      "format_version",
      `this ohem reads ${checkpointFormatVersion}, got ${got}; use the ohem that wrote it`,
    );
  }
  const damaged = "the file is damaged, or was changed after ohem wrote it; restore it from a copy, or train again";
  if (!isSealed(header, metadata[sealKey] ?? "")) throw refuse(sealKey, damaged);
  if (sha256(data) !== metadata.sha256) throw refuse("sha256", damaged);
}

function parse(text: string, field: string, file: string): unknown {
  try {
    return parseJson(text).value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new FileFormatError(file, `metadata.${field}`, error.message);
  }
}

function validate<S extends v.GenericSchema>(schema: S, value: unknown, field: string, file: string): v.InferOutput<S> {
  const { success, issues, output } = v.safeParse(schema, value);
  if (success) return output;
  throw new FileFormatError(file, [field, ...pathOf(issues[0])].join("."), describeIssue(issues[0]));
}
