import { beforeAll, describe, expect, test } from "vitest";
import { defaultConfig } from "../../src/config/resolve-config.js";
import type { Dataset } from "../../src/data/dataset.js";
import { loadData } from "../../src/data/load.js";
import { defaultAdam } from "../../src/engine/engine.js";
import { trainingState } from "../../src/losses/loss.js";
import { lossSpec } from "../../src/losses/registry.js";
import { type GoldenRun, goldenNet } from "../golden/net.js";
import { firstOf, gradientOfFirstStep, indicesFrom, lossOf, startFrom } from "./fixtures.js";
import { floats } from "./oracle/parameters.js";
import type { Subject } from "./subject.js";

const { firstExample, batchSize, examples, initialWeights, runs } = goldenNet;

/** Ten steps on the first images of MNIST with every loss, against PyTorch in double precision. */
export function goldenSteps(subject: Subject): void {
  const { differences, tolerances } = subject;

  describe("ten steps on MNIST agree with PyTorch", () => {
    let train: Dataset;
    beforeAll(async () => {
      train = firstOf((await loadData("mnist")).train, firstExample + examples);
    });

    test("the defaults of Adam and its learning rate are PyTorch's", () => {
      const { lr, ...others } = goldenNet.adam;
      expect(defaultConfig.lr).toBe(lr);
      expect(defaultAdam).toEqual(others);
    });

    test.each(runs.map(withLoss))("$name", async ({ run, loss }) => {
      const engine = await subject.open({
        train,
        classes: initialWeights["fc.bias"].length,
        batchSize,
        initial: startFrom(floats(initialWeights)),
      });
      for (const [step, golden] of run.steps.entries()) {
        const first = step * batchSize;
        const { losses } = engine.forward(indicesFrom(firstExample + first, Math.min(batchSize, examples - first)));
        const meanLoss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
        differences.check("mean loss, MNIST", [meanLoss], [golden.meanLoss], tolerances.losses);
        if (golden.losses) differences.check("losses, MNIST", losses, golden.losses, tolerances.losses);

        const weights = new Float32Array(losses.length);
        const objective = loss.apply(losses, weights, trainingState());
        differences.check("objective, MNIST", [objective], [golden.objective], tolerances.losses);
        engine.backward(weights, goldenNet.adam.lr);
        if (step === 0 && run.firstGradient) {
          const firstGradient = gradientOfFirstStep(engine.readState(), defaultAdam);
          differences.checkTensors("gradient, MNIST", firstGradient, run.firstGradient, tolerances.gradient);
        }
      }
      differences.checkTensors(
        "parameters after ten steps, MNIST",
        engine.readState().parameters,
        run.finalWeights,
        tolerances.parameters,
      );
    });
  });
}

function withLoss(run: GoldenRun) {
  const loss = lossOf(run.spec);
  return { run, loss, name: lossSpec(loss) };
}
