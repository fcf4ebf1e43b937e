import { describe, expect, test } from "vitest";
import { defaultAdam } from "../../src/engine/engine.js";
import { parameterNames } from "../../src/model/net.js";
import { gradientOfFirstStep, indicesFrom, lr, randomParameters, smallOptions, startFrom } from "./fixtures.js";
import { backward, forward } from "./oracle/net.js";
import { doubles, floats, zeros } from "./oracle/parameters.js";
import type { Subject } from "./subject.js";

const biases = [
  [0, 300, -300, 88, 50, 1e5, -1e5, 104, 2, 1],
  [20, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [-1e4, -1e4, -1e4, -9999, -1e4, -1e4, -1e4, -1e4, -1e4, -1e4],
];

export function extremes(subject: Subject): void {
  const { differences, tolerances } = subject;

  describe("extremes", () => {
    test.each(biases)("logits like %d, %d, %d, %d", async (...bias) => {
      const parameters = floats(zeros(10));
      parameters["fc.bias"].set(bias);
      const options = smallOptions({ initial: startFrom(parameters) });
      const engine = await subject.open(options);
      const examples = forward(doubles(parameters), options.train!, indicesFrom(0, 16));
      const { losses } = engine.forward(indicesFrom(0, 16));
      differences.check(
        "losses, extreme",
        losses,
        examples.map((example) => example.loss),
        tolerances.losses,
      );
      expect(losses.every((loss) => loss >= 0)).toBe(true);
      const { predictionLosses } = engine.evaluate("train", 0, 16);
      differences.check(
        "predictions' losses, extreme",
        predictionLosses,
        examples.map((example) => example.predictionLoss),
        tolerances.losses,
      );
      engine.backward(new Float32Array(16).fill(1 / 16), lr);
      const expected = backward(doubles(parameters), examples, new Float32Array(16).fill(1 / 16));
      const gradient = gradientOfFirstStep(engine.readState(), options.adam);
      differences.checkTensors("gradient, extreme", gradient, expected, tolerances.gradient);
    });

    test.each(parameterNames)("NaN in %s shows in every loss", async (name) => {
      const parameters = randomParameters(10, 3);
      parameters[name][1] = Number.NaN;
      const engine = await subject.open(smallOptions({ initial: startFrom(parameters) }));
      expect(engine.forward(indicesFrom(0, 16)).losses.some(Number.isFinite)).toBe(false);
      expect(engine.evaluate("test", 0, 37).losses.some(Number.isFinite)).toBe(false);
    });

    test("parameters that overflow show in the losses, and never recover", async () => {
      const engine = await subject.open(smallOptions({ adam: defaultAdam }));
      const weights = new Float32Array(16).fill(1 / 16);
      expect(engine.forward(indicesFrom(0, 16)).losses.every(Number.isFinite)).toBe(true);
      for (let step = 0; step < 3; step++) {
        engine.backward(weights, 1e30);
        expect(engine.forward(indicesFrom(16, 16)).losses.every(Number.isFinite)).toBe(false);
      }
    });
  });
}
