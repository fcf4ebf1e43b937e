import { alternate } from "./alternate.js";
import { openOhem } from "./contestants/ohem.js";
import { openPytorch } from "./contestants/pytorch.js";
import { Missing } from "./missing.js";
import { scale, summarize } from "./summary.js";
import { allThreads } from "./threads.js";

/** @import { Context } from "./sections.js" */
/** @import { Summary } from "./summary.js" */

/**
 * Trains the same net on the same data as the others, and waits between epochs.
 * @typedef Contestant
 * @property {string} name
 * @property {"ce" | "ohem"} loss ohem: at ratio 3
 * @property {string} version
 * @property {number} steps in an epoch
 * @property {() => Promise<number>} epoch seconds
 * @property {() => Promise<number>} testAccuracy after all epochs
 * @property {() => Promise<void>} close
 */

/**
 * @typedef Row
 * @property {string} name
 * @property {string} loss
 * @property {Summary} secondsAnEpoch
 * @property {Summary} microsecondsAStep
 * @property {number} timesOfWasm its median, divided by the wasm engine's with the same loss
 * @property {number} testAccuracy after the warm-up and all rounds
 */

/**
 * @param {Context} context
 * @param {number} threads
 */
export async function race(context, threads) {
  const { contestants, skipped } = await gather(context, threads);
  try {
    const { epochs } = context;
    const measures = contestants.map(({ epoch }) => async () => {
      let sum = 0;
      for (let count = 0; count < epochs; count++) sum += await epoch();
      return sum / epochs;
    });
    const seconds = (await alternate(measures, context)).map(summarize);
    /** @type {Row[]} */
    const rows = [];
    for (const [index, { name, loss, steps, testAccuracy }] of contestants.entries()) {
      const wasm = contestants.findIndex((other) => other.name === "ohem, wasm" && other.loss === loss);
      rows.push({
        name,
        loss,
        secondsAnEpoch: seconds[index],
        microsecondsAStep: scale(seconds[index], 1e6 / steps),
        timesOfWasm: seconds[index].median / seconds[wasm].median,
        testAccuracy: await testAccuracy(),
      });
    }
    const versions = Object.fromEntries(contestants.map(({ name, version }) => [name, version]));
    return { rows, versions, skipped };
  } finally {
    for (const { close } of contestants) await close();
  }
}

/**
 * @param {Context} context
 * @param {number} threads
 */
async function gather(context, threads) {
  /** @type {Contestant[]} */
  const contestants = [];
  const skipped = new Map();
  for (const loss of /** @type {const} */ (["ce", "ohem"])) {
    await enter("the wasm engine", () => openOhem(context, "wasm", loss, threads));
    if (threads === allThreads) await enter("the TensorFlow engine", () => openOhem(context, "tensorflow", loss));
    await enter("PyTorch", () => openPytorch(context, loss, "full", threads));
    if (loss === "ohem") await enter("PyTorch", () => openPytorch(context, loss, "rerun", threads));
  }
  return { contestants, skipped: [...skipped].map(([what, why]) => ({ what, why })) };

  /**
   * @param {string} what
   * @param {() => Promise<Contestant>} open
   */
  async function enter(what, open) {
    try {
      contestants.push(await open());
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      skipped.set(what, error.message);
    }
  }
}
