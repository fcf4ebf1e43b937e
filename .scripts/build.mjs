/**
 * `build.mjs`: makes dist/ from scratch, in a folder beside it that takes its place at the end. An interrupted build
 *   leaves the old dist/ whole.
 * `build.mjs stale`: the same, if a source is newer than what was built; kernels that are up to date are copied.
 * `build.mjs dev`: only what `npm run dev` needs, in place: the kernels and the script of reports, each if a source of
 *   its own is newer.
 */
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const kernelSources = "src/engine/wasm/assembly";
const kernels = "engine/wasm/kernels.wasm";
const pageScript = "report/page/browser.js";
const command = "cli/main.js";

const mode = process.argv[2];
const kernelsAreStale = isOlder(join("dist", kernels), kernelSources);
if (mode === "dev") {
  if (kernelsAreStale) buildKernels("dist");
  if (isOlder(join("dist", pageScript), "src")) run(".scripts/bundle-page.mjs", "dist");
} else if (
  mode !== "stale" ||
  kernelsAreStale ||
  isOlder(join("dist", command), "src", "package.json", "tsconfig.json")
)
  build(mode === "stale" && !kernelsAreStale);

/** @param {boolean} keepKernels */
function build(keepKernels) {
  removeLeftovers();
  const [next, old] = [`dist.${process.pid}`, `dist.${process.pid}.old`];
  process.on("exit", () => rmSync(next, { recursive: true, force: true }));
  if (keepKernels) cpSync(join("dist", kernels), join(next, kernels), { preserveTimestamps: true });
  else buildKernels(next);
  run("node_modules/typescript/bin/tsc", "--outDir", next);
  run(".scripts/bundle.mjs", next);
  run(".scripts/bundle-page.mjs", next);
  // a signal waits until both have moved
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => process.exit(1));
  if (modified("dist") > 0) renameSync("dist", old);
  renameSync(next, "dist");
  rmSync(old, { recursive: true, force: true });
}

/** @param {string} folder */
function buildKernels(folder) {
  run(
    "node_modules/assemblyscript/bin/asc.js",
    "--config",
    join(kernelSources, "asconfig.json"),
    "--outFile",
    join(folder, kernels),
  );
}

/** Folders of builds that were killed. */
function removeLeftovers() {
  for (const name of readdirSync(".")) {
    const pid = name.match(/^dist\.(\d+)/)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid))))
      rmSync(name, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Runs a script, and ends this process if it fails.
 * @param {string} script
 * @param {...string} args
 */
function run(script, ...args) {
  try {
    execFileSync(process.execPath, [script, ...args], { stdio: "inherit" });
  } catch {
    process.exit(1);
  }
}

/**
 * @param {string} built
 * @param {...string} sources files, and folders with all that is in them
 */
function isOlder(built, ...sources) {
  const time = modified(built);
  return sources.some((source) => modified(source) > time || filesBelow(source).some((file) => modified(file) > time));
}

/** @param {string} path */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name));
}

/** @param {string} path @returns its time of modification; 0 where nothing is */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
