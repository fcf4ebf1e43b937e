import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { loadData } from "../../src/data/load.js";
import { trainingState } from "../../src/losses/loss.js";
import { learningRateAt } from "../../src/train/learning-rate.js";
import { goldenNet } from "../golden/net.js";
import { goldenSchedules } from "../golden/schedules.js";
import { firstOf, indicesFrom, lossOf, startFrom } from "./fixtures.js";
import { floats } from "./oracle/parameters.js";
import type { Subject } from "./subject.js";

const { steps, batchSize, runs } = goldenSchedules;
const { initialWeights } = goldenNet;

/**
 * For an engine that adds in another order. TensorFlow follows the linear schedule to 1e-6, and one-cycle only to
 * 1.2e-3 (objective) and 2.5e-3 (parameters): why is not known yet.
 */
const drift = { absolute: 5e-3, relative: 0 };

/** Thirty steps on the first images of MNIST at rates that a schedule gives, against PyTorch in double precision. */
export function scheduleSteps({ open, differences, tolerances, sameBits }: Subject): void {
  describe("thirty steps on MNIST with a learning-rate schedule agree with PyTorch", () => {
    let train: Dataset;
    beforeAll(async () => {
      train = firstOf((await loadData("mnist")).train, steps * batchSize);
    });

    test.each(runs)("$schedule", async ({ schedule, lr, spec, rates, objectives, finalWeights }) => {
      const initial = startFrom(floats(initialWeights));
      const engine = await open({ train, classes: initialWeights["fc.bias"].length, batchSize, initial });
      const loss = lossOf(spec);
      for (let step = 0; step < steps; step++) {
        const rate = learningRateAt(schedule, lr, step / steps);
        expect(Math.abs(rate - rates[step]), `rate of step ${step}`).toBeLessThanOrEqual(1e-15 * rates[step]);
        const { losses } = engine.forward(indicesFrom(step * batchSize, batchSize));
        const weights = new Float32Array(batchSize);
        const objective = loss.apply(losses, weights, trainingState());
        differences.check(
          `objective, ${schedule}`,
          [objective],
          [objectives[step]],
          sameBits ? tolerances.losses : drift,
        );
        engine.backward(weights, rate);
      }
      const { parameters } = engine.readState();
      differences.checkTensors(
        `parameters, ${schedule}`,
        parameters,
        finalWeights,
        sameBits ? tolerances.parameters : drift,
      );
    });
  });
}
