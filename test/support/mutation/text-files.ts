import type { Random } from "../../../src/random.js";
import { anyDamage, type Mutation, mutate, pick, splice, withByte } from "./mutations.js";

/** Replacements for a JSON value, a key or a line. */
const others = [
  ..."null true {} [] 0 1 -1 0.5 1e9 1e308 1e999 -1e-999 4294967296 9007199254740993 18446744073709551616 NaN".split(
    " ",
  ),
  ...'"" "F16" "__proto__" "constructor" "prototype" "toString" "\\ud800" "\\u0000" "../../../etc/passwd"'.split(" "),
  `"${"x".repeat(5000)}"`,
  "[".repeat(100_000),
  '{"a":'.repeat(1000),
];

const token = /"[^"\\\n]*"|-?\d+(\.\d+)?(e-?\d+)?|true|false|null/gi;
const tokenOrBracket = /"[^"\\\n]*"|-?\d+(\.\d+)?|[{}[\]]/g;
const line = /[^\n]*\n?/g;
const member = /"[^"\\\n]*":[^,{}[\]\n]*/g;

/** Changes of the parts of a text with structure: JSON, or lines. */
export const ofTokens: readonly Mutation[] = [
  (text, random) => withMatch(text, random, token, () => pick(others, random)),
  (text, random) => withMatch(text, random, token, (_, all) => pick(all, random)),
  (text, random) => withMatch(text, random, /\d+/g, (number) => `${Number(number) + 4}`),
  (text, random) =>
    withMatch(text, random, tokenOrBracket, (found, all) => pick(all, random) + pick(["", found], random)),
  (text, random) => withMatch(text, random, line, (found, all) => pick(["", found + found, pick(all, random)], random)),
  (text, random) => withMatch(text, random, member, (found) => `${found},${found}`),
  (text, random) => withMatch(text, random, /,/g, () => `,${pick(['"__proto__"', '"constructor"'], random)}:{"x":1},`),
];

const punctuation = Buffer.from('{}[]":,0123456789-+.eE \\\n\r\t/*');

export const ofText: readonly Mutation[] = [
  ...anyDamage,
  ...ofTokens,
  (text, random) => withByte(text, random.integer(text.length + 1), () => pick(punctuation, random)),
  (text, random) => splice(text, random.integer(text.length + 1), 0, Buffer.from([0xff, 0xfe, random.integer(256)])),
  (text) => Buffer.concat([Buffer.from("\ufeff"), text]),
];

/** One to three changes of a text. */
export function mutateText(text: Buffer, random: Random): Buffer {
  return mutate(text, ofText, 1 + random.integer(3), random);
}

/** Replaces one of the places that match. @param change is given the match, and all of them */
function withMatch(
  text: Buffer,
  random: Random,
  pattern: RegExp,
  change: (found: string, all: string[]) => string,
): Buffer {
  const matches = [...text.toString("latin1").matchAll(pattern)];
  if (matches.length === 0) return text;
  const { index, 0: found } = pick(matches, random);
  const all = matches.map(([match]) => match);
  return splice(text, index, found.length, Buffer.from(change(found, all), "latin1"));
}
