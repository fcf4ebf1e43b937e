import { InputError } from "ohem";
import { Missing } from "../missing.js";
import { openTraining } from "../open-training.js";

/** @import { Contestant } from "../race.js" */
/** @import { Context } from "../sections.js" */

/**
 * @param {Context} context
 * @param {"wasm" | "tensorflow"} engine
 * @param {"ce" | "ohem"} loss
 * @param {number} [threads] of the wasm engine
 * @returns {Promise<Contestant>}
 */
export async function openOhem({ data, epochs, rounds, folder }, engine, loss, threads) {
  const spec = loss === "ce" ? "ce" : "ohem:ratio=3";
  const total = epochs * (rounds + 1);
  const training = await openTraining({ data, loss: spec, engine, threads, epochs: total, folder }).catch((error) => {
    throw engine === "tensorflow" && error instanceof InputError ? new Missing(error.message) : error;
  });
  return {
    name: `ohem, ${engine}`,
    loss,
    version: training.engine,
    steps: training.steps,
    epoch: async () => (await training.epoch()).seconds,
    testAccuracy: async () => training.testAccuracy() ?? Number.NaN,
    close: training.close,
  };
}
