import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { runOhem } from "../command.js";
import { format, summarize } from "../summary.js";
import { table } from "../table.js";

/** @import { Context, Measured } from "../sections.js" */
/** @import { Summary } from "../summary.js" */

const levels = [0.97, 0.98, 0.985];
/** Options of `ohem train`, by their name in the table. @type {Record<string, readonly string[]>} */
const contestants = {
  ce: ["--loss", "ce"],
  "ohem:ratio=3": ["--loss", "ohem:ratio=3"],
};
const mostEpochs = 10;

/**
 * Seconds from starting the command to the first evaluation that reaches a test accuracy, with one evaluation after
 * each epoch. A round is a seed.
 * @param {Context} context
 * @returns {Promise<Measured>}
 */
export async function measureAccuracy({ data, rounds, folder, progress }) {
  /** @type {{ settings: string, level: number, seconds: number[] }[]} */
  const entries = Object.keys(contestants).flatMap((settings) =>
    levels.map((level) => ({ settings, level, seconds: [] })),
  );
  for (let seed = 0; seed < rounds; seed++) {
    for (const [settings, options] of Object.entries(contestants)) {
      const reached = await secondsTo(levels, options, { data, seed, folder });
      for (const entry of entries) {
        const seconds = reached.get(entry.level);
        if (entry.settings === settings && seconds !== undefined) entry.seconds.push(seconds);
      }
      progress(`round ${seed + 1} of ${rounds}: ${settings}`);
    }
  }
  const figures = entries.map(({ settings, level, seconds }) => ({
    settings,
    level,
    runs: rounds,
    reached: seconds.length,
    seconds: seconds.length === 0 ? null : summarize(seconds),
  }));
  return { figures, lines: describe(figures) };
}

/**
 * @param {readonly number[]} wanted
 * @param {readonly string[]} options
 * @param {{ data: string, seed: number, folder: string }} settings
 */
async function secondsTo(wanted, options, { data, seed, folder }) {
  const cwd = mkdtempSync(join(folder, "accuracy-"));
  const flags = { "--data": data, "--seed": seed, "--epochs": mostEpochs, "--eval-every": 1 };
  /** @type {Map<number, number>} */
  const reached = new Map();
  await runOhem(["train", "--engine", "wasm", ...options, ...Object.entries(flags).flat().map(String)], {
    cwd,
    onLine(line, seconds) {
      const accuracy = Number(line.match(/Accuracy: (\S+)/)?.[1] ?? 0);
      for (const level of wanted) if (accuracy >= level && !reached.has(level)) reached.set(level, seconds);
      return reached.size === wanted.length;
    },
  });
  return reached;
}

/**
 * @typedef {{ settings: string, level: number, runs: number, reached: number, seconds: Summary | null }} Figure
 * @param {Figure[]} figures
 */
function describe(figures) {
  return table(
    "From starting `ohem train` to a test accuracy: median (min-max)",
    ["settings", "accuracy", "seconds", "runs that reached it"],
    figures.map(({ settings, level, runs, reached, seconds }) => [
      settings,
      `${(100 * level).toFixed(1)}%`,
      seconds ? format(seconds, 2) : "-",
      `${reached} of ${runs}`,
    ]),
  );
}
