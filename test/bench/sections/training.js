import { alternate } from "../alternate.js";
import { openTraining } from "../open-training.js";
import { skippingSaves } from "../skipping.js";
import { format, scale, summarize } from "../summary.js";
import { table } from "../table.js";
import { threadCounts } from "../threads.js";

/** @import { EpochDone } from "ohem" */
/** @import { Context, Measured } from "../sections.js" */
/** @import { Summary } from "../summary.js" */

const losses = ["ce", "ohem:ratio=3"];

/**
 * Cross-entropy and mining on 1, 2, ... threads of the wasm engine.
 * @param {Context} context
 * @returns {Promise<Measured>}
 */
export async function measureTraining({ data, epochs, rounds, folder, progress }) {
  const entries = threadCounts.flatMap((threads) => losses.map((loss) => ({ threads, loss })));
  const total = epochs * (rounds + 1);
  const trainings = await Promise.all(
    entries.map(({ threads, loss }) => openTraining({ data, loss, engine: "wasm", threads, epochs: total, folder })),
  );
  /** @type {EpochDone[][]} */
  const events = entries.map(() => []);
  const contestants = trainings.map((training, index) => async () => {
    let sum = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const { seconds, event } = await training.epoch();
      events[index].push(event);
      sum += seconds;
    }
    return sum / epochs;
  });
  const seconds = (await alternate(contestants, { rounds, progress })).map(summarize);
  const [{ steps }] = trainings;
  for (const training of trainings) await training.close();

  const figures = {
    epochs: entries.map((entry, index) => ({
      ...entry,
      secondsAnEpoch: seconds[index],
      microsecondsAStep: scale(seconds[index], 1e6 / steps),
    })),
    mining: threadCounts.map((threads, index) => ({
      threads,
      timeOfCe: seconds[2 * index + 1].median / seconds[2 * index].median,
      skippingSaves: skippingSaves(events[2 * index].slice(epochs), events[2 * index + 1].slice(epochs)),
    })),
  };
  return { figures, lines: [...epochLines(figures.epochs), ...figures.mining.map(miningLine)] };
}

/**
 * @typedef {{ loss: string, threads: number, secondsAnEpoch: Summary, microsecondsAStep: Summary }} Row
 * @param {Row[]} rows
 */
function epochLines(rows) {
  return table(
    "Training, wasm engine: median (min-max)",
    ["loss", "threads", "seconds an epoch", "us a step", "speed-up by threads"],
    rows.map(({ loss, threads, secondsAnEpoch, microsecondsAStep }) => {
      const single = rows.find((other) => other.loss === loss)?.secondsAnEpoch.median ?? Number.NaN;
      const faster = (single / secondsAnEpoch.median).toFixed(2);
      return [loss, String(threads), format(secondsAnEpoch, 3), format(microsecondsAStep, 0), faster];
    }),
  );
}

/** @param {{ threads: number, timeOfCe: number, skippingSaves: number }} mining */
function miningLine({ threads, timeOfCe, skippingSaves }) {
  const time = `ratio 3 takes ${timeOfCe.toFixed(2)} of the time of ce`;
  const saves = `skipping saves ${(100 * skippingSaves).toFixed(0)}% of the cost of the skipped backward passes`;
  return `  ${threads} ${threads === 1 ? "thread" : "threads"}: ${time}; ${saves}`;
}
