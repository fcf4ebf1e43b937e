import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runOhem } from "./command.js";
import { openPytorch, runPytorch } from "./contestants/pytorch.js";
import { Missing } from "./missing.js";
import { format, summarize } from "./summary.js";
import { table } from "./table.js";
import { allThreads } from "./threads.js";

/** @import { Context } from "./sections.js" */

/** @typedef {{ ratio: number, epochs: number, lr?: number, lrSchedule?: string }} Recipe of configs/ */

/**
 * @typedef WholeRun
 * @property {number} seconds from starting the process to its end
 * @property {number} [secondsAfterImports] of a peer: without loading its framework
 * @property {number} testAccuracy
 */

/** Two to be fast, and the usual settings. */
const recipes = ["fast", "ninety-nine", "ohem"];
const levels = [0.985, 0.99];

/**
 * Whole processes, which train by a recipe, evaluate and end, of `ohem` and of PyTorch. A round is a seed.
 * @param {Context} context
 */
export async function measureWholeRuns(context) {
  const { rounds, progress } = context;
  const missing = await missingPytorch(context);
  const programs = { "ohem, wasm": trainByRecipe, ...(missing === undefined ? { PyTorch: trainPytorch } : {}) };
  const entries = recipes.flatMap((recipe) =>
    Object.entries(programs).map(([name, run]) => ({ recipe, name, run, runs: /** @type {WholeRun[]} */ ([]) })),
  );
  for (let seed = 0; seed < rounds; seed++) {
    for (const { recipe, run, runs } of entries) runs.push(await run(context, recipe, seed));
    progress(`whole runs: seed ${seed + 1} of ${rounds}`);
  }
  const figures = entries.map(({ recipe, name, runs }) => summarizeRuns(recipe, name, runs));
  return { figures, lines: describe(figures), skipped: missing === undefined ? [] : [missing] };
}

/** @param {Context} context */
async function missingPytorch(context) {
  try {
    const { close } = await openPytorch(context, "ohem", "rerun", allThreads);
    await close();
    return undefined;
  } catch (error) {
    if (error instanceof Missing) return { what: "PyTorch", why: error.message };
    throw error;
  }
}

/** @param {string} name */
const fileOf = (name) => fileURLToPath(new URL(`../../configs/${name}.json`, import.meta.url));

/**
 * @param {Context} context
 * @param {string} recipe
 * @param {number} seed
 * @returns {Promise<WholeRun>}
 */
async function trainByRecipe({ data, folder }, recipe, seed) {
  const cwd = mkdtempSync(join(folder, "whole-"));
  const flags = { "--config": fileOf(recipe), "--data": data, "--engine": "wasm", "--seed": seed };
  const { seconds, stdout } = await runOhem(["train", "--quiet", ...Object.entries(flags).flat().map(String)], { cwd });
  return { seconds, testAccuracy: Number(stdout.match(/Accuracy: (\S+)/)?.[1]) };
}

/**
 * @param {Context} context
 * @param {string} recipe
 * @param {number} seed
 */
function trainPytorch(context, recipe, seed) {
  return runPytorch(context, JSON.parse(readFileSync(fileOf(recipe), "utf8")), seed);
}

/**
 * @param {string} recipe
 * @param {string} name
 * @param {readonly WholeRun[]} runs
 */
function summarizeRuns(recipe, name, runs) {
  const accuracies = runs.map(({ testAccuracy }) => testAccuracy);
  const afterImports = runs.flatMap(({ secondsAfterImports }) => secondsAfterImports ?? []);
  return {
    recipe,
    name,
    seeds: runs.length,
    seconds: summarize(runs.map(({ seconds }) => seconds)),
    secondsAfterImports: afterImports.length === 0 ? null : summarize(afterImports),
    meanTestAccuracy: accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / runs.length,
    reached: levels.map((level) => ({ level, runs: accuracies.filter((accuracy) => accuracy >= level).length })),
  };
}

/** @param {ReturnType<typeof summarizeRuns>[]} figures */
function describe(figures) {
  const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(2)}%`;
  return table(
    "Whole processes, from starting to exit: median (min-max)",
    [
      "recipe",
      "program",
      "seconds",
      "without imports",
      "mean accuracy",
      ...levels.map((level) => `runs with ${percent(level)}`),
    ],
    figures.map(({ recipe, name, seeds, seconds, secondsAfterImports, meanTestAccuracy, reached }) => [
      recipe,
      name,
      format(seconds, 2),
      secondsAfterImports ? format(secondsAfterImports, 2) : "",
      percent(meanTestAccuracy),
      ...reached.map(({ runs }) => `${runs} of ${seeds}`),
    ]),
  );
}
