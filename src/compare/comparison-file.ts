import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { parseJsonFile } from "../files/parse-json-file.js";
import { readText } from "../files/read-file.js";
import type { Comparison } from "./comparison.js";
import { comparisonSchema } from "./comparison-schema.js";

const maxBytes = 16 * 2 ** 20;

/** Early versions judged complete comparisons only, and did not record what was trained. */
const fileSchema = v.strictObject({
  ...comparisonSchema.entries,
  origin: v.optional(comparisonSchema.entries.origin, null),
  missingTrials: v.optional(comparisonSchema.entries.missingTrials, 0),
});

/** Reads a comparison.json. @throws FileFormatError for anything else */
export async function readComparisonFile(file: string): Promise<Comparison> {
  const content = await readText(file, maxBytes);
  const { success, issues, output } = v.safeParse(fileSchema, parseJsonFile(content, file));
  if (success) return output;
  throw new FileFormatError(file, pathOf(issues[0]).join(".") || "comparison", describeIssue(issues[0]));
}
