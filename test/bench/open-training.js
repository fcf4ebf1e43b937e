import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { resolveConfig, train } from "ohem";

/** @import { EngineChoice, EpochDone, TrainEvent } from "ohem" */

/**
 * @typedef Training
 * @property {string} engine its description
 * @property {number} steps in an epoch
 * @property {() => Promise<{ seconds: number, event: EpochDone }>} epoch trains one more epoch and returns its wall
 *   time, with the loop and its events
 * @property {() => number | undefined} testAccuracy after the last epoch
 * @property {() => Promise<void>} close
 */

/**
 * A training that waits between its epochs, so that several can take turns. It is the library's own `train`,
 * checkpoints included, except that it never finishes: a benchmark must not change which run was the last to finish.
 * @typedef {{ data: string, loss: string, engine: EngineChoice, threads: number | undefined, epochs: number }} Settings
 * @param {Settings & { folder: string }} settings
 * @returns {Promise<Training>}
 */
export async function openTraining({ epochs, folder, ...settings }) {
  const out = join(mkdtempSync(join(folder, "training-")), "run");
  const events = train(resolveConfig({}, { ...settings, out, epochs: epochs + 1, evalEvery: epochs }));
  /** @type {number | undefined} */
  let testAccuracy;
  const { engine, data, batchSize } = await next("run");
  return {
    engine: engine.description,
    steps: Math.ceil(data.train / batchSize),
    async epoch() {
      const started = performance.now();
      const event = await next("epoch");
      const seconds = (performance.now() - started) / 1000;
      await next("checkpoint");
      return { seconds, event };
    },
    testAccuracy: () => testAccuracy,
    close: async () => void (await events.return()),
  };

  /**
   * @template {TrainEvent["type"]} T
   * @param {T} type
   */
  async function next(type) {
    for (;;) {
      const { value, done } = await events.next();
      if (done || !value) throw new Error(`the training ended before its ${type} event`);
      if (value.type === "evaluation") testAccuracy = value.testAccuracy;
      if (value.type === type) return /** @type {Extract<TrainEvent, { type: T }>} */ (value);
    }
  }
}
