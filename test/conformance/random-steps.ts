import { describe, expect, test } from "vitest";
import { gradientOfFirstStep, lr } from "./fixtures.js";
import { type RandomProblem, randomProblem } from "./random-problem.js";
import type { Subject } from "./subject.js";

const problems = new Map<string, RandomProblem>();

/** Random data and weights against the oracle, for all batch sizes and classes that kernels could treat differently. */
export function randomSteps(subject: Subject): void {
  const { differences, tolerances } = subject;

  describe.each([2, 10, 26, 256])("random weights and images, %i classes", (classes) => {
    test.each([1, 3, 32, 64, 100])("batches of %i", async (size) => {
      const { options, steps } = remembered(classes, size);
      const engine = await subject.open(options);
      for (const [i, { indices, weights, examples, gradient, after }] of steps.entries()) {
        const { losses, predictions, correct } = engine.forward(indices);
        const expectedLosses = examples.map((example) => example.loss);
        differences.check("losses", losses, expectedLosses, tolerances.losses);
        expect([...predictions]).toEqual(examples.map((example) => example.prediction));
        expect(correct).toBe(examples.filter((example) => example.prediction === example.label).length);

        expect(engine.backward(weights, lr)).toBe(weights.filter((weight) => weight !== 0).length);
        const state = engine.readState();
        expect(state.step).toBe(after.step);
        if (i === 0) {
          differences.checkTensors("gradient", gradientOfFirstStep(state, options.adam), gradient, tolerances.gradient);
        }
        differences.checkTensors("parameters", state.parameters, after.parameters, tolerances.gradient);
      }
    });
  });
}

/** The oracle takes longer than an engine: several subjects in one file share its results. */
function remembered(classes: number, size: number): RandomProblem {
  const key = `${classes} classes, batches of ${size}`;
  const problem = problems.get(key) ?? randomProblem(classes, size);
  problems.set(key, problem);
  return problem;
}
