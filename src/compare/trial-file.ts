import { createHash } from "node:crypto";
import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { parseJsonFile } from "../files/parse-json-file.js";
import { countBits } from "./bits.js";
import { canonicalJson } from "./canonical-json.js";
import { type Trial, trialId, trialSchema } from "./trial.js";

/** As in the file: with a checksum of the rest, which tells a damaged figure from a true one. */
const fileSchema = v.strictObject({ ...trialSchema.entries, checksum: v.optional(v.string("a text")) });

/** The content of a trial's file. */
export function trialText(trial: Trial): string {
  const text = canonicalJson({ ...trial, checksum: "" });
  const checksum = sha256(withoutChecksum(text, ""));
  return `${text.replace('"checksum":""', `"checksum":"${checksum}"`)}\n`;
}

/** What the checksum is of: the canonical text of the other fields, of which some stand before it and some after it. */
function withoutChecksum(text: string, checksum: string): string {
  return text.replace(`"checksum":"${checksum}",`, "");
}

/** Lower-case hex. */
function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Reads the content of a trial's file.
 * @throws FileFormatError for anything but a whole trial, and for one whose parts contradict each other
 */
export function parseTrial(text: string, file: string): Trial {
  const written = asWritten(text);
  const { success, issues, output } = v.safeParse(fileSchema, written ?? parseJsonFile(text, file));
  if (!success) throw new FileFormatError(file, pathOf(issues[0]).join(".") || "trial", describeIssue(issues[0]));
  const { checksum, ...trial } = output;
  requireConsistent(trial, file);
  if (checksum === undefined) return trial;
  const others = written === undefined ? canonicalJson(trial) : withoutChecksum(text.trimEnd(), checksum);
  if (checksum !== sha256(others)) {
    throw new FileFormatError(file, "checksum", "expected that of the other fields; the file is damaged");
  }
  return trial;
}

/** The value of a text that is to the byte as `trialText` writes it, without a search for repeated keys and places. */
function asWritten(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return `${canonicalJson(value)}\n` === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function requireConsistent(trial: Trial, file: string): void {
  const { id, data, correct, curve } = trial;
  const expected = trialId(trial);
  if (id !== expected)
    throw new FileFormatError(file, "id", `expected ${expected}, of its settings and data, got ${id}`);
  const { testAccuracy } = curve.at(-1)!;
  const right = countBits(correct, data.test);
  if (right !== undefined && right / data.test === testAccuracy) return;
  const expectation = `expected ${data.test} bits, a share of ${testAccuracy} of them set`;
  throw new FileFormatError(file, "correct", expectation);
}
