import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLines } from "../../src/files/line-file.js";
import { runModule } from "../support/child.js";
import { emptyFolder } from "../support/folder.js";

test("every line is appended to the file at once", () => {
  const file = join(emptyFolder(), "metrics.jsonl");
  writeFileSync(file, "0\n");
  const lines = openLines(file);
  lines.append('{"name":"Zoë"}\n');
  expect(readFileSync(file, "utf8")).toBe('0\n{"name":"Zoë"}\n');
  lines.append("2\n");
  expect(readFileSync(file, "utf8")).toBe('0\n{"name":"Zoë"}\n2\n');
  lines.close();
});

test("a line that does not fit leaves no part of itself", { skip: process.platform === "win32" }, async () => {
  const folder = emptyFolder();
  const source = `
    const { openLines } = await ohem("files/line-file.js");
    const lines = openLines("metrics.jsonl");
    try {
      for (;;) lines.append("x".repeat(299) + "\\n");
    } catch (error) {
      console.log(error.name + ": " + error.message);
    }`;
  const { stdout } = await runModule(source, folder, "ulimit -f 64").ended;
  expect(stdout).toMatch(/^RunError: metrics\.jsonl: cannot be written: file too large; raise the limit .*\n$/);
  const written = readFileSync(join(folder, "metrics.jsonl"), "utf8").split("\n");
  expect(written.pop()).toBe("");
  expect(written.length).toBeGreaterThan(90);
  expect(new Set(written)).toEqual(new Set(["x".repeat(299)]));
});
