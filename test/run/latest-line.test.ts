import { posix, win32 } from "node:path";
import { expect, test } from "vitest";
import { latestLine } from "../../src/run/latest-line.js";

test.each([
  ["C:\\work\\runs\\first", "first\n"],
  ["C:\\work\\runs\\of today\\first", "of today/first\n"],
  ["C:\\work\\elsewhere\\first", "../elsewhere/first\n"],
  ["C:\\other\\first", "C:\\other\\first\n"],
  ["D:\\runs\\first", "D:\\runs\\first\n"],
  ["\\\\server\\share\\first", "\\\\server\\share\\first\n"],
])("on Windows %s is %j", (folder, line) => {
  expect(latestLine(folder, "C:\\work", win32)).toBe(line);
});

test.each([
  ["/work/runs/first", "first\n"],
  ["/work/elsewhere/first", "../elsewhere/first\n"],
  ["/other/first", "/other/first\n"],
])("elsewhere %s is %j", (folder, line) => {
  expect(latestLine(folder, "/work", posix)).toBe(line);
});
