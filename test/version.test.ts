import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { version } from "../src/version.js";
import { emptyFolder } from "./support/folder.js";

const { version: published } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("the version is package.json's", () => {
  expect(version).toBe(published);
});

test("a bundle that contains the library starts", async () => {
  // vitest's own copy
  const { build } = createRequire(createRequire(import.meta.url).resolve("vitest"))("vite");
  const outDir = emptyFolder();
  const entry = fileURLToPath(new URL("../dist/index.js", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: entry, outDir, emptyOutDir: false },
    ssr: { noExternal: true },
  });
  const script =
    "const { parseLoss, version } = await import('./index.js'); console.log(version, parseLoss('ohem').name)";
  const started = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { cwd: outDir });
  expect((await started).stdout).toBe(`${published} ohem\n`);
});
