import { expect, onTestFinished, test } from "vitest";
import type { Engine, EngineOptions } from "../../../../src/engine/engine.js";
import { engineOn } from "../../../../src/engine/tensorflow/engine.js";
import { openNet } from "../../../../src/engine/tensorflow/net/open.js";
import { openRuntime } from "../../../../src/engine/tensorflow/runtime/open.js";
import { parameterNames } from "../../../../src/model/net.js";
import { indicesFrom, lr, smallOptions } from "../../../conformance/fixtures.js";

const runtime = openRuntime("any", false);

function engineWith(chains: number, options: EngineOptions): Engine {
  const engine = engineOn(openNet(runtime, "CPU", options, chains), `${chains} chains`, options);
  onTestFinished(() => engine.dispose());
  return engine;
}

/** Steps whose batches leave chains empty, and whose weights leave chains without a selected example. */
const batches: [number, (i: number) => boolean][] = [
  [16, () => true],
  [1, () => true],
  [2, (i) => i === 1],
  [3, (i) => i === 0],
  [7, (i) => i < 2],
  [7, (i) => i > 4],
  [16, (i) => i === 5 || i === 14],
  [9, (i) => i % 4 === 2],
  [5, () => false],
];

function train(engine: Engine): number[] {
  return batches.flatMap(([size, isSelected]) => {
    const { losses } = engine.forward(indicesFrom(size, size));
    const kept = [...losses];
    const weights = Float32Array.from({ length: size }, (_, i) => (isSelected(i) ? 0.1 + 0.05 * i : 0));
    expect(engine.backward(weights, lr)).toBe(weights.filter((weight) => weight !== 0).length);
    return kept;
  });
}

test.each([2, 3, 4])("%i chains compute what one computes", (chains) => {
  const [one, many] = [engineWith(1, smallOptions()), engineWith(chains, smallOptions())];
  expectNear(train(many), train(one), 1e-5);
  for (const name of parameterNames) {
    expectNear([...many.readState().parameters[name]], [...one.readState().parameters[name]], 2e-5);
  }
  expectNear([...many.evaluate("test", 0, 37).losses], [...one.evaluate("test", 0, 37).losses], 2e-4);
});

test("no tensor is left behind by steps, evaluations and states", () => {
  const engine = engineWith(2, smallOptions());
  train(engine);
  const before = runtime.binding.getNumOfTensors();
  for (let round = 0; round < 20; round++) {
    train(engine);
    engine.evaluate("train", 0, 50);
    engine.writeState(engine.readState());
  }
  expect(runtime.binding.getNumOfTensors()).toBe(before);
});

test("an engine computes on its own copy of the initial state and of the data", () => {
  const options = smallOptions();
  const engine = engineWith(2, options);
  const expected = engine.evaluate("train", 0, 10).losses;
  for (const name of parameterNames) options.initial.parameters[name].fill(7);
  options.train!.images.fill(0);
  expectNear([...engine.evaluate("train", 0, 10).losses], [...expected], 0);
  train(engine);
  for (const name of parameterNames) expect(new Set(options.initial.parameters[name])).toEqual(new Set([7]));
});

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
  expect(worst).toBeLessThanOrEqual(tolerance);
}
