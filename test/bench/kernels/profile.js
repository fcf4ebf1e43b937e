import { openTraining } from "../open-training.js";
import { watchKernels } from "./watch.js";

/**
 * A process of its own: `node profile.js UNIT DATA LOSS EPOCHS FOLDER` trains an epoch on one thread, then EPOCHS more with what each kernel takes in them,
 * and prints it as JSON, a list of tallies an epoch.
 */
const [unit, data, loss, epochs, folder] = process.argv.slice(2);
const watch = watchKernels(unit === "operations" ? unit : "microseconds");
const count = Number(epochs);
const training = await openTraining({ data, loss, engine: "wasm", threads: 1, epochs: count + 2, folder }); // never evaluated
await training.epoch();
const found = [];
for (let epoch = 0; epoch < count; epoch++) {
  watch.reset();
  const { seconds } = await training.epoch();
  found.push({ microseconds: seconds * 1e6, steps: training.steps, tallies: watch.tallies() });
}
await training.close();
console.log(JSON.stringify(found));
