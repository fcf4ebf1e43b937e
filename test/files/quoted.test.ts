import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { quoted } from "../../src/files/quoted.js";

test.each([
  ["win32", "C:\\runs\\first", "C:\\runs\\first"],
  ["win32", "C:\\My Runs\\first", '"C:\\My Runs\\first"'],
  ["win32", "ohem:keep=0.5,skip=0.1", '"ohem:keep=0.5,skip=0.1"'],
  ["win32", "", '""'],
  ["linux", "/my runs/first", "'/my runs/first'"],
  ["linux", "/it's/first", "'/it'\\''s/first'"],
  ["linux", "ohem:keep=0.5,skip=1e+0", "ohem:keep=0.5,skip=1e+0"],
  ["linux", "--lr-schedule", "--lr-schedule"],
  ["linux", "=ls", "'=ls'"],
  ["linux", "", "''"],
  ["darwin", "/größe/first", "/größe/first"],
  ["darwin", "back\\slash", "'back\\slash'"],
] as const)("on %s %s is typed as %s", (platform, text, typed) => {
  expect(quoted(text, platform)).toBe(typed);
});

test.skipIf(process.platform === "win32")("a POSIX shell reads every sign as it was", () => {
  const signs = [...Array(126).keys()].map((code) => String.fromCharCode(code + 1));
  const texts = ["", ...signs, ...signs.map((sign) => `a${sign}b`), "~", "$HOME", "'\\''", "a b  c", "größe"];
  const script = `printf '%s\\0' ${texts.map((text) => quoted(text, "linux")).join(" ")}`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(texts.map((text) => `${text}\0`).join(""));
});
