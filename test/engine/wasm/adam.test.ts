import { expect, test } from "vitest";
import { defaultAdam } from "../../../src/engine/engine.js";
import { createAdamClock } from "../../../src/engine/wasm/adam.js";
import { adamCoefficients } from "../../../src/engine/wasm/assembly/shapes.js";
import { lr } from "../../conformance/fixtures.js";

test("a clock that was reset gives the bits of one that ticked there", () => {
  const ticked = new Float32Array(adamCoefficients);
  const reset = new Float32Array(adamCoefficients);
  const clock = createAdamClock(defaultAdam, ticked);
  for (let step = 0; step < 1000; step++) clock.tick(lr);
  const other = createAdamClock(defaultAdam, reset);
  other.reset(999);
  other.tick(lr);
  expect(other.step()).toBe(1000);
  expect([...reset]).toEqual([...ticked]);
});

test("each step has its own learning rate", () => {
  const coefficients = new Float32Array(adamCoefficients);
  const clock = createAdamClock(defaultAdam, coefficients);
  clock.tick(0.5);
  const [, , , , rate, ...others] = coefficients;
  clock.reset(0);
  clock.tick(0.25);
  expect(coefficients[4]).toBe(rate / 2);
  expect([...coefficients.subarray(5)]).toEqual(others);
});
