import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { measureLimit } from "../kernels/limit.js";
import { format, scale, summarize } from "../summary.js";
import { table } from "../table.js";

/** @import { Tally } from "../kernels/watch.js" */
/** @import { Context, Measured } from "../sections.js" */

/** @typedef {{ microseconds: number, steps: number, tallies: Tally[] }} Epoch */

const profile = fileURLToPath(new URL("../kernels/profile.js", import.meta.url));
const loss = "ohem:ratio=3";

/**
 * Where the time of a step at ratio 3 goes, on one thread: each kernel's time, and the vector operations that it
 * executes.
 * @param {Context} context
 * @returns {Promise<Measured>}
 */
export async function measureKernels(context) {
  const limit = await measureLimit();
  const [counted] = await runProfile("operations", 1, context);
  context.progress("operations counted");
  const timed = await runProfile("microseconds", context.rounds, context);
  const { steps } = counted;
  const step = scale(summarize(timed.map(({ microseconds }) => microseconds)), 1 / steps);
  const kernels = counted.tallies
    .map(({ name, calls, amount: operations }) => {
      const times = timed.map(({ tallies }) => tallies.find((tally) => tally.name === name)?.amount ?? Number.NaN);
      const microsecondsAStep = scale(summarize(times), 1 / steps);
      const perNanosecond = operations / steps / (1000 * microsecondsAStep.median);
      return {
        name,
        callsAStep: calls / steps,
        operationsACall: operations / calls,
        microsecondsAStep,
        operationsANanosecond: perNanosecond,
        shareOfLimit: perNanosecond / limit,
      };
    })
    .sort((a, b) => b.microsecondsAStep.median - a.microsecondsAStep.median);
  const figures = { loss, threads: 1, operationsANanosecondAtBest: limit, microsecondsAStep: step, kernels };
  const rows = kernels.map((kernel) => [
    kernel.name,
    format(kernel.microsecondsAStep, 1),
    `${((100 * kernel.microsecondsAStep.median) / step.median).toFixed(1)}%`,
    kernel.callsAStep.toFixed(1),
    ((1000 * kernel.microsecondsAStep.median) / kernel.callsAStep).toFixed(0),
    kernel.operationsACall.toFixed(0),
    kernel.operationsANanosecond.toFixed(1),
    `${(100 * kernel.shareOfLimit).toFixed(0)}%`,
  ]);
  const heads = [
    "kernel",
    "us a step",
    "of the step",
    "calls a step",
    "ns a call",
    "f32x4 operations",
    "a ns",
    "of the limit",
  ];
  const title = `Kernels of a step at ratio 3 on one thread: ${format(step, 0)} us, watching included`;
  const note = `  the limit, an estimate: ${limit.toFixed(1)} f32x4 operations a ns, in registers only`;
  return { figures, lines: [...table(title, heads, rows), note] };
}

/**
 * Runs in a new process, because the engine compiles its kernels once per process.
 * @param {"operations" | "microseconds"} unit
 * @param {number} epochs
 * @param {Context} context
 * @returns {Promise<Epoch[]>}
 */
async function runProfile(unit, epochs, { data, folder }) {
  const { stdout } = await promisify(execFile)(process.execPath, [profile, unit, data, loss, String(epochs), folder]);
  return JSON.parse(stdout);
}
