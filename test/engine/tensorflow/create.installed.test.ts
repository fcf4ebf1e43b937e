import { expect, onTestFinished, test } from "vitest";
import { createTensorflowEngine } from "../../../src/engine/tensorflow/create.js";
import { openRuntime } from "../../../src/engine/tensorflow/runtime/open.js";
import { indicesFrom, lr, smallOptions } from "../../conformance/fixtures.js";
import { randomDataset } from "../../conformance/oracle/data.js";

const batch = 64;
const stepsAnEpoch = 200;
const megabyte = 2 ** 20;

test("ten epochs: the number of tensors and resident memory do not grow", async () => {
  const { binding } = openRuntime("any", false);
  const train = randomDataset(batch * stepsAnEpoch, 10, 7);
  const engine = await createTensorflowEngine({ ...smallOptions({ train, batchSize: batch }), device: "any" });
  onTestFinished(() => engine.dispose());
  const epochs = [];
  for (let epoch = 0; epoch < 10; epoch++) {
    for (let step = 0; step < stepsAnEpoch; step++) {
      const { losses } = engine.forward(indicesFrom(batch * step, batch));
      // selects as many as it takes for every size of a backward pass
      engine.backward(
        losses.map((_, i) => (i % (2 + (step % 30)) === 0 ? 0.01 : 0)),
        lr,
      );
    }
    engine.evaluate("train", 0, 2000);
    epochs.push({ tensors: binding.getNumOfTensors(), resident: Math.round(process.memoryUsage.rss() / megabyte) });
  }
  console.log(epochs.map(({ tensors, resident }) => `${tensors} tensors, ${resident} MiB`).join("; "));
  expect(new Set(epochs.map(({ tensors }) => tensors)).size).toBe(1);
  // the first epochs fill pools that allocators and the garbage collector keep
  expect(epochs[9].resident - epochs[4].resident).toBeLessThan(50);
});
