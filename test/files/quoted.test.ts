import { expect, test } from "vitest";
import { quoted } from "../../src/files/quoted.js";

test.each([
  ["win32", "C:\\runs\\first", "C:\\runs\\first"],
  ["win32", "C:\\My Runs\\first", '"C:\\My Runs\\first"'],
  ["linux", "/my runs/first", "'/my runs/first'"],
  ["linux", "/it's/first", "'/it'\\''s/first'"],
  ["darwin", "/größe/first", "/größe/first"],
] as const)("on %s %s is typed as %s", (platform, path, typed) => {
  expect(quoted(path, platform)).toBe(typed);
});
