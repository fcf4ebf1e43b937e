import * as v from "valibot";
import { type ResolvedConfig, resolvedConfigSchema } from "../config/settings.js";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError, InputError } from "../errors/errors.js";
import { JsonError, parseJson } from "../files/json.js";
import { readBytes } from "../files/read-file.js";
import { parseLoss } from "../losses/registry.js";
import { createSchedule } from "../losses/schedule.js";
import { maxClasses, minClasses } from "../model/net.js";
import { type LoopState, loopStateSchema } from "../train/state.js";
import { requireConsistent } from "./check-checkpoint.js";
import { type Checkpoint, checkpointFormat, checkpointFormatVersion } from "./checkpoint.js";
import { readCheckpointTensors } from "./checkpoint-tensors.js";
import { decodeSafetensors, type SafetensorsFile } from "./read-safetensors.js";
import { isSealed, sealKey, sha256 } from "./seal.js";

/** A model of ten classes has 100 KB, and nine bytes a training example; a loss may keep more. */
const maxBytes = 256 * 1024 * 1024;

/** @throws FileFormatError for anything but a whole checkpoint, as ohem wrote it; InputError when the file cannot be read */
export async function loadCheckpoint(file: string): Promise<Checkpoint> {
  return decodeCheckpoint(await readBytes(file, maxBytes), file);
}

const integer = v.pipe(v.string(), v.regex(/^\d{1,15}$/, "digits"), v.transform(Number));
const metadataSchema = v.strictObject({
  format: v.literal(checkpointFormat),
  format_version: v.literal(checkpointFormatVersion),
  ohem_version: v.string(),
  config: v.string(),
  loop: v.string(),
  classes: v.pipe(
    integer,
    v.check((classes) => classes >= minClasses && classes <= maxClasses, `${minClasses} to ${maxClasses}`),
  ),
  step: integer,
  epoch: integer,
  batch: integer,
  seed: integer,
  loss: v.string(),
  data_sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")),
  sha256: v.string(),
  [sealKey]: v.string(),
});

type Metadata = v.InferOutput<typeof metadataSchema>;

/** @throws FileFormatError for anything but a whole checkpoint of ohem, as it was written */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const contents = decodeSafetensors(bytes, file);
  checkOrigin(contents, file);
  const metadata = validate(metadataSchema, contents.metadata, "metadata", file);
  const config = validate(resolvedConfigSchema, parse(metadata.config, "config", file), "config", file);
  const loop = validate(loopStateSchema, parse(metadata.loop, "loop", file), "loop", file);
  checkAgreement(metadata, config, loop, file);
  checkLearning(config, file);
  const { classes, step, ohem_version: version, data_sha256: dataSha256 } = metadata;
  const tensors = readCheckpointTensors(contents.tensors, classes, step, file);
  const checkpoint = { version, config, classes, dataSha256, loop, ...tensors };
  requireConsistent(checkpoint, file);
  return checkpoint;
}

/** What stands in the metadata for other readers stands in the loop and the settings, too. */
function checkAgreement(metadata: Metadata, config: ResolvedConfig, loop: LoopState, file: string): void {
  const { step, epoch, batch } = loop;
  const { seed, loss } = config;
  for (const [whose, theirs] of Object.entries({ loop: { step, epoch, batch }, config: { seed, loss } })) {
    for (const [field, value] of Object.entries(theirs)) {
      const got = metadata[field as keyof Metadata];
      if (got !== value)
        throw new FileFormatError(file, field, `expected ${value}, as the ${whose} has it, got ${got}`);
    }
  }
}

function checkLearning(config: ResolvedConfig, file: string): void {
  const { epochs, warmupEpochs } = config;
  const loss = inField("config.loss", file, () => parseLoss(config.loss));
  inField("config (warmupEpochs, annealEpochs, keepAt)", file, () => createSchedule(loss, config));
  if (warmupEpochs < epochs) return;
  throw new FileFormatError(
    file,
    "config.warmupEpochs",
    `expected fewer than the ${epochs} epochs, got ${warmupEpochs}`,
  );
}

function inField<T>(field: string, file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new FileFormatError(file, field, error.message);
  }
}

function checkOrigin({ metadata, header, data }: SafetensorsFile, file: string): void {
  const refuse = (field: string, problem: string) => new FileFormatError(file, field, problem);
  if (metadata.format !== checkpointFormat) {
    throw refuse("metadata", "a safetensors file, but not a model that ohem wrote");
  }
  if (metadata.format_version !== checkpointFormatVersion) {
    const version = JSON.stringify(metadata.format_version);
    throw refuse(
      "format_version",
      `this ohem reads ${checkpointFormatVersion}, got ${version}; use the ohem that wrote it`,
    );
  }
  const damaged = "the file is damaged, or was changed after ohem wrote it; restore it from a copy, or train anew";
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
