import { openTraining } from "../open-training.js";
import { watchKernels } from "./watch.js";

/**
 * `node profile.js UNIT DATA LOSS EPOCHS FOLDER` trains a warm-up epoch on one thread, then profiles each kernel in
 * EPOCHS more, and prints a list of tallies for each epoch as JSON.
 */
const [unit, data, loss, epochs, folder] = process.argv.slice(2);
const watch = watchKernels(unit === "operations" ? unit : "microseconds");
const count = Number(epochs);
// an epoch more than it trains, so that it never evaluates
const training = await openTraining({ data, loss, engine: "wasm", threads: 1, epochs: count + 2, folder });
await training.epoch();
const found = [];
for (let epoch = 0; epoch < count; epoch++) {
  watch.reset();
  const { seconds } = await training.epoch();
  found.push({ microseconds: seconds * 1e6, steps: training.steps, tallies: watch.tallies() });
}
await training.close();
console.log(JSON.stringify(found));
