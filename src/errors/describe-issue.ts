import type * as v from "valibot";
import { didYouMean } from "./nearest-name.js";
import { shortened } from "./shortened.js";

/** A problem found by a schema. */
export type Issue = v.BaseIssue<unknown>;

/** The keys and indices that lead to the problem. An unknown key is the last of them. */
export function pathOf(issue: Issue): PropertyKey[] {
  return issue.path?.map(({ key }) => key as PropertyKey) ?? [];
}

/**
 * Says in a phrase what is wrong. The messages of our schemas say what was expected: "an integer >= 1".
 * @param validKeys to suggest in place of an unknown key
 */
export function describeIssue(issue: Issue, validKeys: readonly string[] = []): string {
  if (issue.path?.at(-1)?.origin === "key") {
    if (issue.expected !== "never") return "this key is missing";
    const key = String(pathOf(issue).at(-1));
    if (validKeys.length === 0) return `unknown key ${key}`;
    return `unknown key ${key}${didYouMean(key, validKeys) || ` (valid: ${validKeys.join(", ")})`}`;
  }
  const { input } = issue;
  const got = input === undefined ? "" : `, got ${show(input)}`;
  return `expected ${phraseOf(issue)}${got}${typeof input === "string" ? nearestOption(input, issue) : ""}`;
}

/** Valibot's default messages read `Invalid type: Expected Object but received "x"`. */
function phraseOf({ message }: Issue): string {
  return /^Invalid .*?: Expected (.*) but received /.exec(message)?.[1] ?? message;
}

/** A picklist lists its options as `("auto" | "wasm")`. */
function nearestOption(input: string, { type, expected }: Issue): string {
  if (type !== "picklist") return "";
  return didYouMean(
    input,
    [...(expected ?? "").matchAll(/"([^"]*)"/g)].map(([, option]) => option!),
  );
}

function show(value: unknown): string {
  // JSON has no word for infinity, which a number with too many digits becomes, nor for a function or a bigint.
  return shortened(typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : String(value));
}
