import * as z from "zod";
import { describeIssue } from "../config/describe-issue.js";
import { JsonError, parseJson } from "../config/json.js";
import { resolvedConfigSchema } from "../config/settings.js";
import { FileFormatError } from "../errors.js";
import { maxClasses, minClasses } from "../model/net.js";
import type { Checkpoint } from "./checkpoint.js";
import { readCheckpointTensors } from "./checkpoint-tensors.js";
import { loopStateSchema } from "./loop-state.js";
import { decodeSafetensors, type SafetensorsFile } from "./read-safetensors.js";
import { isSealed, sealKey, sha256 } from "./seal.js";

export const checkpointFormat = "ohem";
export const checkpointFormatVersion = "1";

const integer = z
  .string()
  .regex(/^\d{1,15}$/, { error: "digits" })
  .transform(Number);
const metadataSchema = z.strictObject({
  format: z.literal(checkpointFormat),
  format_version: z.literal(checkpointFormatVersion),
  ohem_version: z.string(),
  config: z.string(),
  loop: z.string(),
  classes: integer.refine((classes) => classes >= minClasses && classes <= maxClasses, {
    error: `${minClasses} to ${maxClasses}`,
  }),
  step: integer,
  epoch: integer,
  batch: integer,
  seed: integer,
  loss: z.string(),
  data_sha256: z.string(),
  sha256: z.string(),
  [sealKey]: z.string(),
});

/** @throws FileFormatError for anything but a whole checkpoint of ohem, as it was written */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const contents = decodeSafetensors(bytes, file);
  checkOrigin(contents, file);
  const metadata = validate(metadataSchema, contents.metadata, "metadata", file);
  const config = validate(resolvedConfigSchema, parse(metadata.config, "config", file), "config", file);
  const loop = validate(loopStateSchema, parse(metadata.loop, "loop", file), "loop", file);
  const { classes, step, ohem_version: version, data_sha256: dataSha256 } = metadata;
  if (loop.step !== step) throw new FileFormatError(file, "step", `expected the loop's ${loop.step}, got ${step}`);
  return {
    version,
    config,
    classes,
    dataSha256,
    loop,
    ...readCheckpointTensors(contents.tensors, classes, step, file),
  };
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
  const damaged = "the file is damaged, or was changed after ohem wrote it";
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

function validate<S extends z.ZodType>(schema: S, value: unknown, field: string, file: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new FileFormatError(file, [field, ...issue.path].join("."), describeIssue(issue, value));
}
