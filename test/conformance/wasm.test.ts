import { describe, onTestFinished, test } from "vitest";
import type { EngineOptions } from "../../src/engine/engine.js";
import { createWasmEngine } from "../../src/engine/wasm/engine.js";
import { indicesFrom, lr, randomParameters, startFrom } from "./fixtures.js";
import { randomDataset } from "./oracle/data.js";
import { expectSameBits } from "./same-state.js";
import { float32Tolerances } from "./subject.js";
import { conformance } from "./suite.js";

for (const threads of [1, 2, 3]) {
  conformance(
    `wasm, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    (options) => createWasmEngine({ ...options, threads }),
    { sameBits: true, tolerances: float32Tolerances },
  );
}

describe("the wasm engine's state after eight steps has the same bits", () => {
  test.each([2, 10, 26, 256])("on any number of threads, %i classes", async (classes) => {
    const train = randomDataset(200, classes, classes);
    const initial = startFrom(randomParameters(classes, classes));
    const options = { train, classes, batchSize: 67, initial };
    const expected = await stateAfterSteps(options, 1);
    for (const threads of [2, 3, 4, 5, 8]) expectSameBits(await stateAfterSteps(options, threads), expected);
  });
});

/** Batches of 67 down to 4 examples, with all to a few of them selected. */
async function stateAfterSteps(options: EngineOptions, threads: number) {
  const engine = await createWasmEngine({ ...options, threads });
  onTestFinished(() => engine.dispose());
  for (let step = 0; step < 8; step++) {
    const count = 67 - 9 * step;
    engine.forward(indicesFrom(13 * step, count));
    engine.backward(
      Float32Array.from({ length: count }, (_, i) => (i % (step + 1) === 0 ? (step + 1) / count : 0)),
      lr,
    );
  }
  return engine.readState();
}
