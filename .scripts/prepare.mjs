/**
 * npm runs it in a clone, after `npm ci` and `npm install`. It builds dist/, except where a finished build is there
 * and either `npx` is only starting it, or there are no development dependencies to build with.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const program = "bin/ohem.js";
const isBuilt = ["dist/cli/main.js", "dist/engine/wasm/kernels.wasm"].every((file) => existsSync(file));
const canBuild = ["typescript", "assemblyscript", "esbuild"].every((name) => existsSync(`node_modules/${name}`));
const isStarting = process.env.npm_command === "exec";

if (isStarting && isBuilt) {
  if (!canBeLinked()) {
    onTerminal(`npx cannot link a checkout that you may not change; type this instead: node ${resolve(program)}`);
  }
} else if (canBuild) {
  process.exitCode = spawnSync(process.execPath, [".scripts/build.mjs"], { stdio: "inherit" }).status ?? 1;
} else if (!isBuilt) {
  console.error(
    "ohem is not built, and building needs the development dependencies: run `npm ci --include=dev`; after that " +
      "`npm prune --omit=dev` removes them",
  );
  process.exitCode = 1;
}

/** npx sets the mode of the program that it links; where it may not, it blames the cache, and later a missing file. */
function canBeLinked() {
  try {
    chmodSync(program, statSync(program).mode);
    return true;
  } catch {
    return false;
  }
}

/**
 * npx shows nothing of what a script prints, also when it fails.
 * @param {string} line
 */
function onTerminal(line) {
  try {
    writeFileSync("/dev/tty", `\n${line}\n`);
  } catch {
    // there is none
  }
}
