import { expect, test } from "vitest";
import { wrap, wrapLine } from "../../src/report/terminal.js";

test("a text is broken between its words, and at its own line ends", () => {
  expect(wrap("one two  three\n\n  four five", 10)).toBe("one two\nthree\n\n  four\nfive");
  expect(wrap("unbreakable word", 4)).toBe("unbreakable\nword");
  expect(wrap("one two  three", 80)).toBe("one two  three");
  expect(wrap("one two", Number.POSITIVE_INFINITY)).toBe("one two");
});

test("styles take no columns", () => {
  expect(wrap("\u001b[1mone\u001b[22m two three", 7)).toBe("\u001b[1mone\u001b[22m two\nthree");
});

test("the further lines of a long line are indented", () => {
  expect(wrapLine("one two three", 9)).toBe("one two\n  three");
});
