import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { runOhem } from "./command.js";
import { count } from "./options.js";
import { summarize } from "./summary.js";
import { table } from "./table.js";
import { inTemporaryFolder } from "./temporary-folder.js";

/** `npm run compare`: does mining help? Trains with every loss from several seeds, and prints what each reached and what it cost. */
const orderedSgd = ["--keep-at", "0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625"];
const contestants = [
  ["--loss", "ce"],
  ["--loss", "ohem:ratio=3"],
  ["--loss", "ohem:ratio=8"],
  ["--loss", "weighted"],
  ["--loss", "blended"],
  ["--loss", "threshold:probability=0.7,min=8"],
  ["--loss", "focal"],
  ["--loss", "small-loss"],
  ["--loss", "random"],
  ["--loss", "selective-backprop"],
  ["--loss", "ohem", ...orderedSgd],
];

const options = new Command("npm run compare --")
  .description("trains with every loss from several seeds")
  .option("--seeds <count>", "seeds, from 0 on", count, 3)
  .option("--epochs <count>", "epochs of each training", count, 10)
  .option("--data <name|folder>", "as ohem train takes it", "mnist")
  .option("--json <file>", "write the figures as JSON")
  .parse()
  .opts();

await inTemporaryFolder(async (cwd) => {
  /** @type {({ contestant: number, seed: number } & ReturnType<typeof figuresOf>)[]} */
  const results = [];
  // Seed by seed, so that a machine whose speed drifts is the same to all of them.
  for (let seed = 0; seed < options.seeds; seed++) {
    for (const [contestant, settings] of contestants.entries()) {
      const { epochs, data } = options;
      const args = [
        "train",
        ...settings,
        "--seed",
        `${seed}`,
        "--epochs",
        `${epochs}`,
        "--data",
        data,
        "--json",
        "--quiet",
      ];
      const { stdout } = await runOhem(args, { cwd });
      results.push({ contestant, seed, ...figuresOf(JSON.parse(stdout)) });
    }
  }
  const rows = contestants.map((settings, contestant) =>
    toRow(
      settings,
      results.filter((result) => result.contestant === contestant),
    ),
  );
  const heads = ["loss", "test accuracy, mean (each seed)", "examples through backward", "seconds an epoch"];
  const title = `${options.seeds} seeds, ${options.epochs} epochs of ${options.data}`;
  console.log(table(title, heads, rows).join("\n"));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ contestants, results }, null, 2)}\n`);
});

/** @param {{ testAccuracy: number, epochs: { forwardExamples: number, backwardExamples: number, trainSeconds: number }[] }} document */
function figuresOf({ testAccuracy, epochs }) {
  return {
    testAccuracy,
    forward: sum(epochs.map((epoch) => epoch.forwardExamples)),
    backward: sum(epochs.map((epoch) => epoch.backwardExamples)),
    epochSeconds: summarize(epochs.map((epoch) => epoch.trainSeconds)).median,
  };
}

/**
 * @param {readonly string[]} settings
 * @param {readonly ReturnType<typeof figuresOf>[]} results
 */
function toRow(settings, results) {
  const accuracies = results.map((result) => result.testAccuracy);
  const share = sum(results.map((result) => result.backward)) / sum(results.map((result) => result.forward));
  const backward = Math.round(sum(results.map((result) => result.backward)) / results.length);
  return [
    settings.slice(1).join(" "),
    `${(sum(accuracies) / accuracies.length).toFixed(4)} (${accuracies.map((accuracy) => accuracy.toFixed(4)).join(", ")})`,
    `${backward.toLocaleString("en")} (${(100 * share).toFixed(1)}%)`,
    summarize(results.map((result) => result.epochSeconds)).median.toFixed(2),
  ];
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
