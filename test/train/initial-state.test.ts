import { expect, test } from "vitest";
import { SettingError } from "../../src/errors/errors.js";
import { parameterSizes } from "../../src/model/net.js";
import { initialState } from "../../src/train/initial-state.js";
import { startingPoint } from "../../src/train/start.js";

test("it is what a run begins with", () => {
  expect(initialState(10, 7)).toEqual(startingPoint(10, 100, 7).engine);
  expect(initialState(10)).toEqual(initialState(10, 0));
  expect(initialState(10, 1).parameters).not.toEqual(initialState(10, 0).parameters);
});

test("parameters of the given number of classes, and moments 0", () => {
  const { step, parameters, firstMoments } = initialState(26, 3);
  expect(step).toBe(0);
  for (const [name, size] of Object.entries(parameterSizes(26)) as [keyof typeof parameters, number][]) {
    expect(parameters[name]).toHaveLength(size);
    expect(parameters[name].some((value) => value !== 0)).toBe(true);
    expect(firstMoments[name]).toEqual(new Float32Array(size));
  }
});

test.each([
  [1, 0, "classes: expected an integer from 2 to 256, got 1"],
  ["10" as never, 0, "classes: expected an integer"],
  [10, -1, "seed: expected an integer from 0 to 4294967295, got -1"],
  [10, 0.5, "seed: expected an integer"],
])("initialState(%j, %j) is refused", (classes, seed, says) => {
  expect(() => initialState(classes, seed)).toThrow(SettingError);
  expect(() => initialState(classes, seed)).toThrow(says);
});
