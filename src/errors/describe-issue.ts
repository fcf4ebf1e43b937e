import type * as v from "valibot";
import { didYouMean } from "./nearest-name.js";
import { shortened } from "./shortened.js";

/** What a schema has found. */
export type Issue = v.BaseIssue<unknown>;

/** Where: the keys and indices that lead there. An unknown key is the last of them. */
export function pathOf(issue: Issue): PropertyKey[] {
  return issue.path?.map(({ key }) => key as PropertyKey) ?? [];
}

/**
 * What is wrong, in a phrase. The schemas' own messages are phrases of what was expected: "an integer >= 1".
 * @param nameOf how a key is called where it was given (`batchSize`, `--batch-size`)
 * @param validNames as they are called there
 */
export function describeIssue(
  issue: Issue,
  nameOf: (key: string) => string = String,
  validNames: readonly string[] = [],
): string {
  if (issue.path?.at(-1)?.origin === "key") {
    if (issue.expected !== "never") return "this key is missing";
    const name = nameOf(String(pathOf(issue).at(-1)));
    if (validNames.length === 0) return `unknown key ${name}`;
    return `unknown key ${name}${didYouMean(name, validNames) || ` (valid: ${validNames.join(", ")})`}`;
  }
  const { input } = issue;
  const got = input === undefined ? "" : `, got ${show(input)}`;
  return `expected ${phraseOf(issue)}${got}${typeof input === "string" ? nearestOption(input, issue) : ""}`;
}

/** Messages of valibot's own: `Invalid type: Expected Object but received "x"`. */
function phraseOf({ message }: Issue): string {
  return /^Invalid .*?: Expected (.*) but received /.exec(message)?.[1] ?? message;
}

/** A picklist lists what it takes as `("auto" | "wasm")`. */
function nearestOption(input: string, { type, expected }: Issue): string {
  if (type !== "picklist") return "";
  return didYouMean(
    input,
    [...(expected ?? "").matchAll(/"([^"]*)"/g)].map(([, option]) => option!),
  );
}

function show(value: unknown): string {
  // A number that is too large is read as infinity, which JSON has no word for.
  return shortened(typeof value === "number" ? String(value) : JSON.stringify(value));
}
