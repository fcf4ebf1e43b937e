import { describe, expect, test } from "vitest";
import { chunks, features, linearWeight } from "../../../src/engine/wasm/assembly/shapes.js";
import { allocateMemory, parameterFloats, planMemory, slabSize } from "../../../src/engine/wasm/layout.js";
import { InputError } from "../../../src/errors/errors.js";

describe("the memory's layout", () => {
  test.each([
    { train: 60_000, test: 10_000, classes: 10, batchSize: 64, threads: 8 },
    { train: 0, test: 1, classes: 256, batchSize: 1, threads: 1 },
    { train: 7, test: 0, classes: 2, batchSize: 4097, threads: 64 },
  ])("gives everything an aligned place that nothing else has: %o", (sizes) => {
    const { globals, bytes } = planMemory(sizes, true);
    const batch = Math.ceil(sizes.batchSize / 4) * 4;
    const parameters = 4 * parameterFloats(sizes.classes);
    const lengths: Record<string, number> = {
      control: 64 * (7 + sizes.threads),
      parameters,
      firstMoments: parameters,
      secondMoments: parameters,
      gradients: 4 * chunks * linearWeight,
      losses: 4 * batch,
      predictions: batch,
      deltas: 4 * batch * sizes.classes,
      inputs: 4 * batch * features,
      evaluatedLosses: 4 * slabSize,
      packs: (batch / 4 + sizes.threads) * globals.packBytes,
      scratch: sizes.threads * globals.scratchBytes,
      trainImages: 784 * sizes.train,
      testImages: 784 * sizes.test,
      testLabels: sizes.test,
    };
    const places = Object.entries(lengths)
      .map(([name, length]) => ({ name, start: globals[name], end: globals[name] + length }))
      .sort((a, b) => a.start - b.start);
    places.forEach(({ name, start, end }, i) => {
      expect(start % 64, name).toBe(0);
      expect(end, name).toBeLessThanOrEqual(places[i + 1]?.start ?? bytes);
    });
  });

  test("refuses what WebAssembly cannot address", () => {
    const sizes = { train: 0, test: 0, classes: 256, batchSize: 400_000, threads: 1 };
    expect(() => allocateMemory(planMemory(sizes, true), sizes)).toThrow(InputError);
  });
});
