import { execFile } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { expectOneLine } from "../support/run-ohem.js";

const bin = fileURLToPath(new URL("../../bin", import.meta.url));

test.each([
  ["a clone that was not built: what builds it", true, ["npm ci", "npm run build"]],
  ["an installed package without its files", false, ["install ohem again"]],
])("%s", async (_, clone, says) => {
  const folder = emptyFolder();
  cpSync(bin, join(folder, "bin"), { recursive: true });
  if (clone) mkdirSync(join(folder, "src"));
  const child = execFile(process.execPath, [join(folder, "bin", "ohem.js")]);
  let said = "";
  child.stderr!.on("data", (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(1);
  expectOneLine(said, "cannot be loaded", ...says);
});
