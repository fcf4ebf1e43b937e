import { writeFileSync } from "node:fs";
import { lossDefinitions } from "../../dist/losses/registry.js";
import { formatAccuracy, formatCountOf, formatSeconds } from "../../dist/report/numbers.js";
import { runOhem } from "./command.js";
import { count } from "./options.js";
import { inOneLine, program, say } from "./program.js";
import { summarize } from "./summary.js";
import { table } from "./table.js";
import { inTemporaryFolder } from "./temporary-folder.js";

/**
 * `npm run compare`: does mining help? Trains with every loss from several seeds, and prints the accuracy that each
 * reached and its cost.
 */
const orderedSgd = ["--keep-at", "0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625"];
/** Losses that take part with other parameters than their defaults. @type {Record<string, readonly string[]>} */
const variants = { ohem: ["ohem:ratio=3", "ohem:ratio=8"], threshold: ["threshold:probability=0.7,min=8"] };
const contestants = [
  ...lossDefinitions.flatMap(({ name }) => variants[name] ?? [name]).map((loss) => ["--loss", loss]),
  ["--loss", "ohem", ...orderedSgd],
];

const options = program("npm run compare --", "trains with every loss from several seeds")
  .option("--seeds <count>", "number of seeds, starting at 0", count, 3)
  .option("--epochs <count>", "epochs in each training", count, 10)
  .option("--data <name|folder>", "as ohem train takes it", "mnist")
  .option("--json <file>", "write the figures as JSON")
  .parse()
  .opts();

/** @type {({ contestant: number, seed: number } & ReturnType<typeof figuresOf>)[]} */
const results = [];

await inOneLine(() =>
  inTemporaryFolder(async (cwd) => {
    save();
    // Seed by seed, so that a drift in the machine's speed affects all contestants alike.
    for (let seed = 0; seed < options.seeds; seed++) {
      for (const [contestant, settings] of contestants.entries()) {
        const { seconds, ...figures } = await trainOnce(settings, seed, cwd);
        results.push({ contestant, seed, ...figures });
        save();
        const place = `${results.length} of ${options.seeds * contestants.length}`;
        const accuracy = formatAccuracy(figures.testAccuracy);
        say(`${place}: ${nameOf(settings)}, seed ${seed}: test accuracy ${accuracy}, ${formatSeconds(seconds)} s`);
      }
    }
    const rows = contestants.map((settings, contestant) =>
      toRow(
        settings,
        results.filter((result) => result.contestant === contestant),
      ),
    );
    const heads = ["loss", "test accuracy, mean (each seed)", "examples through backward", "seconds an epoch"];
    const [seeds, epochs] = [formatCountOf(options.seeds, "seed"), formatCountOf(options.epochs, "epoch")];
    console.log(table(`${seeds}, ${epochs} of ${options.data}`, heads, rows).join("\n"));
  }),
);

/** Called at the start and after each training, so that a file that cannot be written is found before any work. */
function save() {
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ contestants, results }, null, 2)}\n`);
}

/**
 * @param {readonly string[]} settings
 * @param {number} seed
 * @param {string} cwd
 */
async function trainOnce(settings, seed, cwd) {
  const flags = { "--seed": seed, "--epochs": options.epochs, "--data": options.data };
  const args = ["train", ...settings, ...Object.entries(flags).flat().map(String), "--json", "--quiet"];
  const { stdout, seconds } = await runOhem(args, { cwd });
  return { ...figuresOf(JSON.parse(stdout)), seconds };
}

/** @param {readonly string[]} settings */
function nameOf(settings) {
  return settings.slice(1).join(" ");
}

/**
 * @typedef {{ forwardExamples: number, backwardExamples: number, trainSeconds: number }} Epoch
 * @param {{ testAccuracy: number, epochs: Epoch[] }} document
 */
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
  const mean = sum(accuracies) / accuracies.length;
  return [
    nameOf(settings),
    `${mean.toFixed(4)} (${accuracies.map((accuracy) => accuracy.toFixed(4)).join(", ")})`,
    `${backward.toLocaleString("en")} (${(100 * share).toFixed(1)}%)`,
    summarize(results.map((result) => result.epochSeconds)).median.toFixed(2),
  ];
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
