import type { LoadedData } from "../data/dataset.js";
import { createWasmEngine } from "../engine/wasm/engine.js";
import { targetFraction } from "../losses/schedule.js";
import { trainingLoss } from "../run/training-loss.js";
import { startingPoint } from "../train/start.js";
import { measureUpdateSeconds } from "../train/update-cost.js";
import type { ResolvedContestant } from "./resolve-contestants.js";

const steps = 10;

/**
 * Seconds that one training of each contestant takes on one thread, about: from a few measured steps, and from the
 * share of a batch that its loss keeps, where that is known in advance.
 */
export async function estimateSeconds(
  contestants: readonly ResolvedContestant[],
  { train, test, classes }: LoadedData,
  curve: number,
): Promise<readonly number[]> {
  const batchSize = Math.min(contestants[0].config.batchSize, train.count);
  const initial = startingPoint(classes, train.count, 0).engine;
  const engine = await createWasmEngine({ train, classes, batchSize, initial, threads: 1 });
  try {
    const indices = Uint32Array.from({ length: batchSize }, (_, index) => index);
    const weights = new Float32Array(batchSize).fill(1 / batchSize);
    const begin = performance.now();
    for (let step = 0; step < steps; step++) engine.forward(indices);
    const middle = performance.now();
    for (let step = 0; step < steps; step++) {
      engine.forward(indices);
      engine.backward(weights, 0);
    }
    const end = performance.now();
    const update = measureUpdateSeconds(engine, batchSize);
    const perExample = (milliseconds: number) => milliseconds / 1000 / steps / batchSize;
    const forward = perExample(middle - begin);
    const backward = Math.max(0, perExample(end - middle) - forward - update / batchSize);
    return contestants.map(({ config }) => {
      const kept = targetFraction(trainingLoss(config).loss) ?? 1;
      const examples = config.epochs * train.count;
      const evaluated = (config.epochs / curve) * test.count;
      return (examples + evaluated) * forward + examples * kept * backward + (examples / batchSize) * update;
    });
  } finally {
    await engine.dispose();
  }
}
