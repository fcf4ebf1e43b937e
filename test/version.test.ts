import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { expect, test } from "vitest";
import { version } from "../src/version.js";
import { emptyFolder } from "./support/folder.js";

const { version: published } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("the version is package.json's", () => {
  expect(version).toBe(published);
});

const script =
  "const { parseLoss, version } = await import('./index.js'); console.log(version, parseLoss('ohem').name)";

async function started(cwd: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { cwd })).stdout;
}

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
  expect(await started(outDir)).toBe(`${published} ohem\n`);
});

test("an ES module that esbuild bundles the library into starts", async () => {
  const folder = emptyFolder();
  // for CommonJS its bundles have a require that only throws
  const library = fileURLToPath(new URL("../dist/index.js", import.meta.url));
  const contents = `export { parseLoss, version } from ${JSON.stringify(library)}`;
  const outfile = join(folder, "index.js");
  await esbuild.build({ stdin: { contents, resolveDir: "." }, outfile, bundle: true, platform: "node", format: "esm" });
  expect(await started(folder)).toBe(`${published} ohem\n`);
});
