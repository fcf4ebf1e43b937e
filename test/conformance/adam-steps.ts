import { describe, expect, test } from "vitest";
import { defaultAdam, type EngineState } from "../../src/engine/engine.js";
import { mapParameters, type ParameterName } from "../../src/model/net.js";
import { createRandom } from "../../src/random.js";
import { gradientOfFirstStep, indicesFrom, smallOptions } from "./fixtures.js";
import { adamUpdate } from "./oracle/adam.js";
import type { Subject, Tolerance } from "./subject.js";

const adam = { beta1: 0.8, beta2: 0.99, epsilon: 1e-4 };
const lr = 3e-3;

/** In float32 1 - 0.99 is 1e-6 off. */
const momentTolerance: Tolerance = { absolute: 1e-12, relative: 3e-6 };
const parameterTolerance: Tolerance = { absolute: 1e-7, relative: 2e-7 };
/** At a rate of 1. A beta2 that was rounded to float32 in the moments only makes the step 6.4e-6 too long. */
const firstTolerance: Tolerance = { absolute: 1e-6, relative: 0 };

/**
 * Adam in isolation: whatever the gradient was, moments and parameters must follow from it nearly to the last place,
 * early and late in a run.
 */
export function adamSteps(subject: Subject): void {
  describe("a step of Adam", () => {
    test.each([0, 1, 700, 100_000])("after %i steps", async (step) => {
      const before = { ...smallOptions().initial, step, secondMoments: randomMoments(step) };
      const engine = await subject.open(smallOptions({ adam, initial: before }));
      engine.forward(indicesFrom(0, 16));
      expect(engine.backward(new Float32Array(16).fill(1 / 16), lr)).toBe(16);
      const after = engine.readState();
      const gradient = (name: ParameterName, i: number) => after.firstMoments[name][i] / (1 - adam.beta1);
      expectStep(subject, before, after, gradient);
    });

    test("the first is as long as the learning rate, whatever the gradient", async () => {
      const options = smallOptions({ adam: defaultAdam });
      const engine = await subject.open(options);
      engine.forward(indicesFrom(0, 16));
      engine.backward(new Float32Array(16).fill(1 / 16), 1);
      const after = engine.readState();
      const gradient = gradientOfFirstStep(after, defaultAdam);
      const expected = mapParameters((name) =>
        gradient[name].map((g, i) => options.initial.parameters[name][i] - g / (Math.abs(g) + defaultAdam.epsilon)),
      );
      subject.differences.checkTensors("Adam's first step at a rate of 1", after.parameters, expected, firstTolerance);
    });

    test("with all weights zero: the moments decay, the step counts", async () => {
      const before = {
        ...smallOptions().initial,
        step: 3,
        firstMoments: randomMoments(1),
        secondMoments: randomMoments(2),
      };
      const engine = await subject.open(smallOptions({ adam, initial: before }));
      engine.forward(indicesFrom(16, 5));
      expect(engine.backward(new Float32Array(5), lr)).toBe(0);
      expectStep(subject, before, engine.readState(), () => 0);
    });
  });
}

function randomMoments(seed: number) {
  const random = createRandom(seed, "loss");
  const { secondMoments } = smallOptions().initial;
  return mapParameters((name) => secondMoments[name].map(() => 1e-4 * random.float()));
}

function expectStep(
  { differences }: Subject,
  before: EngineState,
  after: EngineState,
  gradient: (name: ParameterName, i: number) => number,
): void {
  const step = before.step + 1;
  expect(after.step).toBe(step);
  const first = mapParameters((name) =>
    Float64Array.from(before.firstMoments[name], (m, i) => adam.beta1 * m + (1 - adam.beta1) * gradient(name, i)),
  );
  const second = mapParameters((name) =>
    Float64Array.from(before.secondMoments[name], (m, i) => adam.beta2 * m + (1 - adam.beta2) * gradient(name, i) ** 2),
  );
  const parameters = mapParameters((name) =>
    Float64Array.from(
      before.parameters[name],
      (value, i) => value - adamUpdate(after.firstMoments[name][i], after.secondMoments[name][i], step, adam, lr),
    ),
  );
  differences.checkTensors("first moments", after.firstMoments, first, momentTolerance);
  differences.checkTensors("second moments", after.secondMoments, second, momentTolerance);
  differences.checkTensors("Adam's parameters", after.parameters, parameters, parameterTolerance);
}
