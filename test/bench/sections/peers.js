import { race } from "../race.js";
import { format } from "../summary.js";
import { table } from "../table.js";
import { allThreads } from "../threads.js";

/** @import { Row } from "../race.js" */
/** @import { Context, Measured } from "../sections.js" */

/**
 * The wasm engine, the TensorFlow engine and PyTorch, alternated, on all cores and, without TensorFlow, on one thread.
 * @param {Context} context
 * @returns {Promise<Measured>}
 */
export async function measurePeers(context) {
  const figures = [];
  const lines = [];
  const skipped = new Map();
  for (const threads of new Set([allThreads, 1])) {
    const raced = await race(context, threads);
    for (const { what, why } of raced.skipped) skipped.set(what, why);
    figures.push({ threads, versions: raced.versions, rows: raced.rows });
    lines.push(...describe(threads, raced.rows));
  }
  return { figures, lines, skipped: [...skipped].map(([what, why]) => ({ what, why })) };
}

/**
 * @param {number} threads
 * @param {Row[]} rows
 */
function describe(threads, rows) {
  return table(
    `Training on ${threads} ${threads === 1 ? "thread" : "threads"}, alternated: median (min-max)`,
    ["", "loss", "seconds an epoch", "us a step", "wasm is faster by", "test accuracy"],
    rows.map(({ name, loss, secondsAnEpoch, microsecondsAStep, timesOfWasm, testAccuracy }) => [
      name,
      loss,
      format(secondsAnEpoch, 3),
      microsecondsAStep.median.toFixed(0),
      timesOfWasm.toFixed(2),
      testAccuracy.toFixed(4),
    ]),
  );
}
