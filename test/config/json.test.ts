import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonError, parseJson } from "../../src/files/json.js";

test.each([
  ['{"a":1,}', 1, 8, "double-quoted property name"],
  ['{\n  "a" 1}', 2, 7, "':'"],
  ["", 1, 1, "end of the text"],
  ['{"a":', 1, 6, "end of the text"],
  ["// why\n{}", 1, 1, "'/'"],
  ['{"a":"x\ty"}', 1, 8, "control character"],
  ['{"a":1} x', 1, 9, "after JSON"],
  ['{"a":01}', 1, 7, "number"],
  ["\ufeff{}", 1, 1, "token"],
])("%j is not JSON, and the error says where", (text, line, column, says) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ place: expect.objectContaining({ line, column }) }));
  expect(() => parseJson(text)).toThrow(says);
});

test.each(["__proto__", "constructor", "prototype"])("the key %s is refused, however it is written", (key) => {
  const escaped = [...key].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  for (const text of [`{"${key}":1}`, `[{"a":{"${escaped}":{}}}]`]) {
    expect(() => parseJson(text)).toThrow(`"${key}" is not allowed`);
  }
});

test("a duplicate key is refused at its second place, also in another spelling", () => {
  expect(() => parseJson('{"a":1,\n "b":{"c":1,"\\u0063":2}}')).toThrow(
    expect.objectContaining({ message: 'key "c" comes twice', place: { line: 2, column: 13, offset: 20 } }),
  );
});

test("nesting deeper than sixteen levels is refused, long before a parser runs out of stack", () => {
  expect(parseJson(`${"[".repeat(16)}${"]".repeat(16)}`).value).toBeTypeOf("object");
  for (const open of ["[", '{"a":']) {
    expect(() => parseJson(open.repeat(1_000_000))).toThrow("nested deeper than 16");
  }
  expect(parseJson(`"${"[".repeat(100)}\\"${"{".repeat(100)}"`).value).toHaveLength(201);
});

test("a path gives the place of its key or element; a path that leads nowhere gives its last place", () => {
  const json = parseJson('{\n "a": {"b": [1,\n  2]}}');
  expect(json.placeOf(["a", "b"])).toMatchObject({ line: 2, column: 8 });
  expect(json.placeOf(["a", "b", 1])).toMatchObject({ line: 3, column: 3 });
  expect(json.placeOf(["a", "c"])).toMatchObject({ line: 2, column: 2 });
});

test("any JSON has the value that JSON.parse gives it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6, noUnicodeString: false }), (text) => {
      try {
        expect(parseJson(text).value).toEqual(JSON.parse(text));
      } catch (error) {
        expect(error).toBeInstanceOf(JsonError);
        expect((error as Error).message).toMatch(/is not allowed/);
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("a text that JSON.parse refuses is refused with a JsonError", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "1",
    "-",
    "e5",
    ".",
    "true",
    "nul",
    "null",
    "\\",
    "\n",
    "\u0001",
    "é",
    " ",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const accepted = accepts(() => parseJson(text));
      if (accepted) JSON.parse(text);
    }),
    { numRuns: 5000, seed: 2 },
  );
});

function accepts(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(JsonError);
    return false;
  }
}
