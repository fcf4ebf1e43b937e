/**
 * npm runs it in a clone, after `npm ci` and `npm install`. It builds dist/, except where a finished build is there
 * and either `npx` is only starting it, or there are no development dependencies to build with.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const isBuilt = ["dist/cli/main.js", "dist/engine/wasm/kernels.wasm"].every((file) => existsSync(file));
const canBuild = ["typescript", "assemblyscript"].every((name) => existsSync(`node_modules/${name}`));
const isStarting = process.env.npm_command === "exec";

if (canBuild && !(isStarting && isBuilt)) {
  process.exitCode = spawnSync(process.execPath, [".scripts/build.mjs"], { stdio: "inherit" }).status ?? 1;
} else if (!isBuilt) {
  console.error(
    "ohem is not built, and building needs the development dependencies: run `npm ci --include=dev`; after that " +
      "`npm prune --omit=dev` removes them",
  );
  process.exitCode = 1;
}
