import { expect } from "vitest";
import type { EngineState } from "../../src/engine/engine.js";
import { parameterNames } from "../../src/model/net.js";
import type { Subject } from "./subject.js";

const tensorSets = ["parameters", "firstMoments", "secondMoments"] as const;

/** Equal to the bit where the engine promises it, else within the tolerance of parameters. */
export function expectSameState({ sameBits, tolerances }: Subject, actual: EngineState, expected: EngineState): void {
  if (sameBits) {
    expectSameBits(actual, expected);
    return;
  }
  expect(actual.step).toBe(expected.step);
  for (const set of tensorSets) {
    for (const name of parameterNames) {
      expectClose(actual[set][name], expected[set][name], tolerances.parameters.absolute, `${set} ${name}`);
    }
  }
}

export function expectSameBits(actual: EngineState, expected: EngineState): void {
  expect(actual.step).toBe(expected.step);
  for (const set of tensorSets) {
    for (const name of parameterNames) {
      expect(bits(actual[set][name]).equals(bits(expected[set][name])), `the same bits in ${set} ${name}`).toBe(true);
    }
  }
}

export function expectSameNumbers(
  { sameBits, tolerances }: Subject,
  actual: Float32Array,
  expected: Float32Array,
  what: string,
): void {
  if (sameBits) expect(bits(actual).equals(bits(expected)), `the same bits in ${what}`).toBe(true);
  else expectClose(actual, expected, tolerances.losses.absolute, what);
}

function expectClose(actual: Float32Array, expected: Float32Array, allowed: number, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const largest = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  expect(largest, what).toBeLessThanOrEqual(allowed);
}

function bits(array: Float32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
