import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const example = fileURLToPath(new URL("readme-example.mjs", import.meta.url));

test("the README shows this example", () => {
  expect(readFileSync("README.md", "utf8")).toContain(readFileSync(example, "utf8"));
});

test("the example of the README runs and learns", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [example]);
  const [, accuracy] = /^Test Accuracy: (0\.\d{4})\n$/.exec(stdout) ?? [];
  expect(Number(accuracy)).toBeGreaterThan(0.75);
});
