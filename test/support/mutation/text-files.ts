import type { Random } from "../../../src/random.js";

type Mutation = (text: Buffer, random: Random) => Buffer;

/** What a JSON value, a key or a line may be replaced with. */
const others = [
  "null",
  "true",
  "{}",
  "[]",
  '""',
  "0",
  "-1",
  "0.5",
  "1e999",
  "-1e-999",
  "9007199254740993",
  "1e308",
  "NaN",
  '"__proto__"',
  '"constructor"',
  '"prototype"',
  '"toString"',
  '"\\ud800"',
  '"\\u0000"',
  '"../../../etc/passwd"',
  `"${"x".repeat(5000)}"`,
  "[".repeat(100_000),
  '{"a":'.repeat(1000),
];

const mutations: readonly Mutation[] = [
  (text, random) => withByte(text, random, (byte) => byte ^ (1 << random.integer(8))),
  (text, random) => withByte(text, random, () => random.integer(256)),
  (text, random) => withByte(text, random, () => pick(Buffer.from('{}[]":,0123456789-+.eE \\\n\r\t/*'), random)),
  (text, random) => text.subarray(0, random.integer(text.length + 1)),
  (text, random) => splice(text, random.integer(text.length + 1), 1 + random.integer(8), ""),
  (text, random) => {
    const from = random.integer(text.length + 1);
    return splice(text, random.integer(text.length + 1), 0, text.subarray(from, from + random.integer(64)));
  },
  (text, random) => splice(text, random.integer(text.length + 1), 0, Buffer.from([0xff, 0xfe, random.integer(256)])),
  (text) => Buffer.concat([Buffer.from("\ufeff"), text]),
  (text, random) =>
    withToken(text, random, /"[^"\\\n]*"|-?\d+(\.\d+)?(e-?\d+)?|true|false|null/gi, () => pick(others, random)),
  (text, random) =>
    withToken(
      text,
      random,
      /"[^"\\\n]*"|-?\d+(\.\d+)?|[{}[\]]/g,
      (token, all) => pick(all, random) + pick(["", token], random),
    ),
  (text, random) =>
    withToken(text, random, /[^\n]*\n?/g, (line, all) => pick(["", line + line, pick(all, random)], random)),
  (text, random) => withToken(text, random, /"[^"\\\n]*":[^,{}[\]\n]*/g, (member) => `${member},${member}`),
  (text, random) => withToken(text, random, /,/g, () => `,${pick(['"__proto__"', '"constructor"'], random)}:{"x":1},`),
];

/** One to three changes of a text with structure: JSON, or lines. The same bytes for one state of the generator. */
export function mutateText(text: Buffer, random: Random): Buffer {
  let result = text;
  for (let count = 1 + random.integer(3); count > 0; count--) result = pick(mutations, random)(result, random);
  return result;
}

/** Replaces one of the places that match. @param change is given all of them, too */
function withToken(
  text: Buffer,
  random: Random,
  tokens: RegExp,
  change: (token: string, all: string[]) => string,
): Buffer {
  const found = [...text.toString("latin1").matchAll(tokens)];
  if (found.length === 0) return text;
  const { index, 0: token } = pick(found, random);
  const all = found.map(([other]) => other);
  return splice(text, index, token.length, Buffer.from(change(token, all), "latin1"));
}

function withByte(text: Buffer, random: Random, change: (byte: number) => number): Buffer {
  const result = Buffer.from(text);
  const at = random.integer(text.length + 1);
  if (at < text.length) result[at] = change(result[at]);
  return result;
}

function splice(text: Buffer, at: number, removed: number, inserted: Buffer | string): Buffer {
  return Buffer.concat([text.subarray(0, at), Buffer.from(inserted as Buffer), text.subarray(at + removed)]);
}

function pick<T>(items: ArrayLike<T>, random: Random): T {
  return items[random.integer(items.length)];
}
