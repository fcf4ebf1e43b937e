import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { parseJsonFile } from "../files/parse-json-file.js";
import { readText } from "../files/read-file.js";
import type { Comparison } from "./comparison.js";
import { comparisonSchema, contestantSchema } from "./comparison-schema.js";

const maxBytes = 16 * 2 ** 20;

const { origin, missingTrials } = comparisonSchema.entries;
const { collapsed } = contestantSchema.entries;
const contestant = v.strictObject({ ...contestantSchema.entries, collapsed: v.optional(collapsed, 0) });

/**
 * Early versions judged complete comparisons only, did not record what was trained, and did not count trainings that
 * had collapsed.
 */
const fileSchema = v.strictObject({
  ...comparisonSchema.entries,
  origin: v.optional(origin, null),
  missingTrials: v.optional(missingTrials, 0),
  contestants: v.pipe(v.array(contestant), v.minLength(2)),
});

/** Reads a comparison.json. @throws FileFormatError for anything else */
export async function readComparisonFile(file: string): Promise<Comparison> {
  const content = await readText(file, maxBytes);
  const { success, issues, output } = v.safeParse(fileSchema, parseJsonFile(content, file));
  if (success) return output;
  throw new FileFormatError(file, pathOf(issues[0]).join(".") || "comparison", describeIssue(issues[0]));
}
