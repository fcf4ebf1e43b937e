import type * as z from "zod";
import { didYouMean } from "../nearest-name.js";

/**
 * What is wrong, in a phrase. The schemas' own messages are phrases of what was expected: "an integer >= 1".
 * @param nameOf how a key is called where it was given (`batchSize`, `--batch-size`)
 * @param validNames as they are called there
 */
export function describeIssue(
  issue: z.core.$ZodIssue,
  input: unknown,
  nameOf: (key: string) => string = String,
  validNames: readonly string[] = [],
): string {
  if (issue.code === "unrecognized_keys") {
    const name = nameOf(issue.keys[0]!);
    if (validNames.length === 0) return `unknown key ${name}`;
    return `unknown key ${name}${didYouMean(name, validNames) || ` (valid: ${validNames.join(", ")})`}`;
  }
  const value = valueAt(input, issue.path);
  const got = value === undefined ? "" : `, got ${show(value)}`;
  const near =
    issue.code === "invalid_value" && typeof value === "string" ? didYouMean(value, issue.values.map(String)) : "";
  return `expected ${phraseOf(issue.message)}${got}${near}`;
}

/** Messages of zod's own: "Invalid input: expected int, received string". */
function phraseOf(message: string): string {
  return /^(?:Invalid|Too)\b.*?expected ([^,]*)/.exec(message)?.[1] ?? message;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}

function show(value: unknown): string {
  // A number that is too large is read as infinity, which JSON has no word for.
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
