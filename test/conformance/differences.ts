import { expect } from "vitest";
import { type ParameterName, parameterNames } from "../../src/model/net.js";
import type { Tolerance } from "./subject.js";

type Numbers = ArrayLike<number>;
type Tensors = Readonly<Record<ParameterName, Numbers>>;

/** Compares, and remembers the largest differences. */
export interface Differences {
  check(quantity: string, actual: Numbers, expected: Numbers, tolerance: Tolerance): void;
  checkTensors(quantity: string, actual: Tensors, expected: Tensors, tolerance: Tolerance): void;
  /** For people: one line for each quantity. Relative to the largest magnitude of the array or tensor. */
  lines(): string[];
}

export function differences(): Differences {
  const largest = new Map<string, { absolute: number; relative: number }>();

  function check(quantity: string, actual: Numbers, expected: Numbers, tolerance: Tolerance, place = quantity): void {
    expect(actual.length, `${place}: length`).toBe(expected.length);
    let absolute = 0;
    let magnitude = 0;
    for (let i = 0; i < actual.length; i++) {
      const difference = Math.abs(actual[i] - expected[i]);
      const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected[i]);
      if (!(difference <= allowed)) {
        expect.fail(`${place}[${i}]: ${actual[i]} instead of ${expected[i]}: ${difference} off, ${allowed} allowed`);
      }
      absolute = Math.max(absolute, difference);
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
    }
    const before = largest.get(quantity) ?? { absolute: 0, relative: 0 };
    largest.set(quantity, {
      absolute: Math.max(before.absolute, absolute),
      relative: Math.max(before.relative, absolute === 0 ? 0 : absolute / magnitude),
    });
  }

  return {
    check,
    checkTensors: (quantity, actual, expected, tolerance) => {
      for (const name of parameterNames)
        check(quantity, actual[name], expected[name], tolerance, `${quantity} ${name}`);
    },
    lines: () =>
      [...largest].map(
        ([quantity, { absolute, relative }]) =>
          `${quantity}: ${absolute.toExponential(1)} abs, ${relative.toExponential(1)} rel`,
      ),
  };
}
