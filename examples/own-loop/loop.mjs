// A training loop of one's own over the parts of ohem: node loop.mjs, where ohem is installed.
import { createEngine, evaluate, initialState, loadData, parseLoss, shuffledIndices, trainingState } from "ohem";

const [epochs, batchSize, lr, seed] = [1, 64, 1e-3, 0];
const { train, test, classes } = await loadData("mnist");
const initial = initialState(classes, seed);
const { engine } = await createEngine("auto", { train, test, classes, batchSize, initial });
const loss = parseLoss("ohem:ratio=3");
const state = trainingState(seed);

for (; state.epoch < epochs; state.epoch++) {
  const order = shuffledIndices(train.count, state.random);
  for (let first = 0; first < order.length; first += batchSize, state.step++) {
    const batch = order.subarray(first, first + batchSize);
    const weights = new Float32Array(batch.length);
    const { losses } = engine.forward(batch);
    const objective = loss.apply(losses, weights, state);
    const selected = engine.backward(weights, lr); // examples of weight 0 cost no backward pass
    if (state.step % 100 === 0) console.log(`step ${state.step}: ${objective.toFixed(4)}, ${selected} selected`);
  }
}

const { testAccuracy } = await evaluate(engine, test, classes);
console.log(`Test Accuracy: ${testAccuracy.toFixed(4)}`);
await engine.dispose();
