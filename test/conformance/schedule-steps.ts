import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { loadData } from "../../src/data/load.js";
import { defaultAdam } from "../../src/engine/engine.js";
import { trainingState } from "../../src/losses/loss.js";
import { learningRateAt } from "../../src/train/learning-rate.js";
import { goldenNet } from "../golden/net.js";
import { goldenSchedules } from "../golden/schedules.js";
import { firstOf, indicesFrom, lossOf, startFrom } from "./fixtures.js";
import { floats } from "./oracle/parameters.js";
import type { Subject } from "./subject.js";

const { steps, batchSize, epsilon, runs } = goldenSchedules;
const { initialWeights } = goldenNet;

/**
 * Thirty steps on the first images of MNIST at rates that a schedule gives, against PyTorch in double precision.
 * Measured: 1e-6 apart at most (wasm, TensorFlow), also from weights that are 1e-7 off (48 tries). Adam's usual epsilon
 * amplifies: some of those tries end 2.5e-4 apart, because a pool's winner or the choice of a hard example flips.
 */
export function scheduleSteps({ open, differences, tolerances }: Subject): void {
  describe("thirty steps on MNIST with a learning-rate schedule agree with PyTorch", () => {
    let train: Dataset;
    beforeAll(async () => {
      train = firstOf((await loadData("mnist")).train, steps * batchSize);
    });

    test.each(runs)("$schedule", async ({ schedule, lr, spec, rates, objectives, finalWeights }) => {
      const initial = startFrom(floats(initialWeights));
      const classes = initialWeights["fc.bias"].length;
      const engine = await open({ train, classes, batchSize, initial, adam: { ...defaultAdam, epsilon } });
      const loss = lossOf(spec);
      for (let step = 0; step < steps; step++) {
        const rate = learningRateAt(schedule, lr, step / steps);
        expect(Math.abs(rate - rates[step]), `rate of step ${step}`).toBeLessThanOrEqual(1e-15 * rates[step]);
        const { losses } = engine.forward(indicesFrom(step * batchSize, batchSize));
        const weights = new Float32Array(batchSize);
        const objective = loss.apply(losses, weights, trainingState());
        differences.check(`objective, ${schedule}`, [objective], [objectives[step]], tolerances.losses);
        engine.backward(weights, rate);
      }
      const { parameters } = engine.readState();
      differences.checkTensors(`parameters, ${schedule}`, parameters, finalWeights, tolerances.parameters);
    });
  });
}
