import { describe, expect, test } from "vitest";
import {
  allocateMemory,
  chunks,
  convolutionFloats,
  features,
  parameterFloats,
  planMemory,
  pooledBytes,
  slabSize,
} from "../../../src/engine/wasm/layout.js";
import { packParameters, unpackParameters } from "../../../src/engine/wasm/parameters.js";
import { InputError } from "../../../src/errors/errors.js";
import { parameterNames } from "../../../src/model/net.js";
import { randomParameters } from "../../conformance/fixtures.js";
import { openKernels } from "./kernels-alone.js";

describe("the memory's layout", async () => {
  const { call } = await openKernels();
  const constant = (name: string) => (call[name] as unknown as { value: number }).value;

  test("knows the kernels' sizes", () => {
    expect(constant("linearWeight")).toBe(convolutionFloats);
    expect(constant("features")).toBe(features);
    expect(constant("chunks")).toBe(chunks);
    expect(constant("logits")).toBe(pooledBytes);
  });

  test.each([
    { train: 60_000, test: 10_000, classes: 10, batchSize: 64, threads: 8 },
    { train: 0, test: 1, classes: 256, batchSize: 1, threads: 1 },
    { train: 7, test: 0, classes: 2, batchSize: 4097, threads: 64 },
  ])("gives everything its own aligned place: %o", (sizes) => {
    const { globals, bytes } = planMemory(sizes, true);
    const batch = Math.ceil(sizes.batchSize / 4) * 4;
    const parameters = 4 * parameterFloats(sizes.classes);
    const lengths: Record<string, number> = {
      control: 64 * (7 + sizes.threads),
      parameters,
      firstMoments: parameters,
      secondMoments: parameters,
      gradients: 4 * chunks * convolutionFloats,
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

test.each([2, 10, 26])(
  "parameters of %i classes keep their bits in the kernels' places, and padding stays zero",
  (classes) => {
    const parameters = randomParameters(classes, 1);
    const packed = new Float32Array(parameterFloats(classes));
    packParameters(parameters, packed, classes);
    const unpacked = unpackParameters(packed, classes);
    let values = 0;
    for (const name of parameterNames) {
      expect([...unpacked[name]]).toEqual([...parameters[name]]);
      values += parameters[name].filter((value) => value !== 0).length;
    }
    expect(packed.filter((value) => value !== 0).length).toBe(values);
  },
);
