import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createWasmEngine } from "../../../src/engine/wasm/engine.js";
import { SettingError } from "../../../src/errors/errors.js";
import { parameterNames } from "../../../src/model/net.js";
import { indicesFrom, lr, randomParameters, smallOptions, startFrom } from "../../conformance/fixtures.js";
import { randomDataset } from "../../conformance/oracle/data.js";
import { openEngine } from "./open-engine.js";

/** Of 40 steps from a fixed start. Only the seeded generator and the order of a sum in a kernel can change it. */
const hashOfShortRun = "a76440fbfb8a5b900e2c2dad1dd98e64879f2f771982f82716e8c1dc4d258977";

describe("a short run ends with the same bits everywhere", () => {
  test.each([1, 2, 3, 4])("%i threads", async (threads) => {
    const train = randomDataset(640, 10, 11);
    const engine = await openEngine({ train, batchSize: 64, initial: startFrom(randomParameters(10, 12)), threads });
    for (let step = 0; step < 40; step++) {
      const count = step % 10 === 9 ? 32 : 64;
      const { losses } = engine.forward(indicesFrom((step * 64) % 640, count));
      const threshold = Float32Array.from(losses).sort()[Math.floor((2 * count) / 3)];
      engine.backward(
        Float32Array.from(losses, (loss) => (loss >= threshold ? 3 / count : 0)),
        lr,
      );
    }
    const hash = createHash("sha256");
    const { parameters } = engine.readState();
    for (const name of parameterNames) hash.update(parameters[name]);
    expect(hash.digest("hex")).toBe(hashOfShortRun);
  });
});

describe("threads", () => {
  test("more than cores, and more than tasks", async () => {
    const engine = await openEngine({ threads: 16 });
    expect(engine.forward(indicesFrom(0, 5)).losses.length).toBe(5);
    expect(engine.description).toBe("wasm, 16 threads");
  });

  test("end with dispose", async () => {
    const engine = await openEngine({ threads: 4 });
    const ended = engine.workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
    await engine.dispose();
    await Promise.all(ended);
  });

  test.each([0, -1, 1.5, Number.NaN, 65])("%d of them are refused", async (threads) => {
    await expect(createWasmEngine({ ...smallOptions(), threads })).rejects.toThrow(SettingError);
  });
});

test("a batch that WebAssembly cannot address is refused before any allocation", async () => {
  await expect(createWasmEngine(smallOptions({ batchSize: 1_000_000 }))).rejects.toThrow(
    /a batch of 1000000 needs \d+ MiB in the wasm engine, more than the 4096 MiB of WebAssembly/,
  );
});
