import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { runOhem } from "../command.js";
import { format, summarize } from "../summary.js";
import { table } from "../table.js";
import { measureWholeRuns } from "../whole-runs.js";

/** @import { Context, Measured } from "../sections.js" */

/**
 * Seconds from starting the command to its first step, for an evaluation, and for whole trainings by a recipe; the peak
 * memory of a training and an evaluation.
 * @param {Context} context
 * @returns {Promise<Measured>}
 */
export async function measureStart(context) {
  const { data, rounds, folder, progress } = context;
  const cwd = mkdtempSync(join(folder, "start-"));
  const train = ["train", "--engine", "wasm", "--data", data, "--epochs", "1"];
  const evaluate = ["eval", "run", "--engine", "wasm", "--data", data, "--quiet"];
  const memory = {
    train: await peakMebibytes([...train, "--out", "run", "--quiet"], cwd),
    eval: await peakMebibytes(evaluate, cwd),
  };
  /** @type {{ node: number[], firstStep: number[], eval: number[] }} */
  const seconds = { node: [], firstStep: [], eval: [] };
  for (let round = 0; round < rounds; round++) {
    seconds.node.push(secondsOfNode());
    seconds.firstStep.push(await secondsToFirstStep(train, cwd));
    seconds.eval.push((await runOhem(evaluate, { cwd })).seconds);
    progress(`round ${round + 1} of ${rounds}`);
  }
  const whole = await measureWholeRuns(context);
  const figures = {
    nodeAlone: summarize(seconds.node),
    firstStep: summarize(seconds.firstStep),
    eval: summarize(seconds.eval),
    peakMebibytes: memory,
    wholeRuns: whole.figures,
  };
  const lines = table(
    "Starting: median (min-max)",
    ["", "seconds", "peak memory, MiB"],
    [
      ["Node without a program", format(figures.nodeAlone, 3), ""],
      ["ohem train, to its first step", format(figures.firstStep, 3), `${memory.train.toFixed(0)} (an epoch)`],
      ["ohem eval, in all", format(figures.eval, 3), memory.eval.toFixed(0)],
    ],
  );
  return { figures, lines: [...lines, ...whole.lines], skipped: whole.skipped };
}

/**
 * @param {readonly string[]} train
 * @param {string} cwd
 */
async function secondsToFirstStep(train, cwd) {
  let first = Number.NaN;
  await runOhem(train, {
    cwd,
    onLine(_line, seconds) {
      first = seconds;
      return true;
    },
  });
  return first;
}

function secondsOfNode() {
  const started = performance.now();
  spawnSync(process.execPath, ["--eval", ""]);
  return (performance.now() - started) / 1000;
}

/** The process prints it on exit: resourceUsage's maxRSS is in KiB on every system. */
const sayMemory = `data:text/javascript,process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))`;

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function peakMebibytes(args, cwd) {
  const { stderr } = await runOhem(args, { cwd, node: ["--import", sayMemory] });
  return Number(stderr.match(/^peak (\d+)$/m)?.[1]) / 1024;
}
