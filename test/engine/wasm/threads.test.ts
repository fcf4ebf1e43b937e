import { createHash } from "node:crypto";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { createWasmEngine, type WasmEngineOptions } from "../../../src/engine/wasm/engine.js";
import { compileKernels, jobs } from "../../../src/engine/wasm/kernels.js";
import { allocateMemory, planMemory } from "../../../src/engine/wasm/layout.js";
import { startTeam } from "../../../src/engine/wasm/team.js";
import { InputError, RunError } from "../../../src/errors/errors.js";
import { parameterNames } from "../../../src/model/net.js";
import { indicesFrom, randomParameters, smallOptions, startFrom } from "../../conformance/fixtures.js";
import { randomDataset } from "../../conformance/oracle/data.js";

async function open(overrides: Partial<WasmEngineOptions>) {
  const engine = await createWasmEngine({ ...smallOptions(), ...overrides });
  onTestFinished(() => engine.dispose());
  return engine;
}

/** Of a run of 40 steps from a fixed start. It changes with the seeded generator or with the order of a sum in a kernel, and with nothing else. */
const hashOfShortRun = "a76440fbfb8a5b900e2c2dad1dd98e64879f2f771982f82716e8c1dc4d258977";

describe("a short run ends with the same bits everywhere", () => {
  test.each([1, 2, 3, 4])("%i threads", async (threads) => {
    const train = randomDataset(640, 10, 11);
    const engine = await open({ train, batchSize: 64, initial: startFrom(randomParameters(10, 12)), threads });
    for (let step = 0; step < 40; step++) {
      const count = step % 10 === 9 ? 32 : 64;
      const { losses } = engine.forward(indicesFrom((step * 64) % 640, count));
      const threshold = Float32Array.from(losses).sort()[Math.floor((2 * count) / 3)];
      engine.backward(Float32Array.from(losses, (loss) => (loss >= threshold ? 3 / count : 0)));
    }
    const hash = createHash("sha256");
    const { parameters } = engine.readState();
    for (const name of parameterNames) hash.update(parameters[name]);
    expect(hash.digest("hex")).toBe(hashOfShortRun);
  });
});

describe("a thread that dies", () => {
  const batch = indicesFrom(0, 4000);
  const large = () => ({ train: randomDataset(4000, 10, 1), batchSize: 4000 });

  /** Steps until one throws, turning to the event loop as the training loop does. */
  async function stepUntilError(engine: Awaited<ReturnType<typeof open>>): Promise<unknown> {
    try {
      for (;;) {
        engine.forward(batch);
        await wait(1);
      }
    } catch (error) {
      return error;
    }
  }

  test.each([2, 4, 8])("ends the run within two seconds, of %i", async (threads) => {
    const engine = await open({ ...large(), threads });
    engine.forward(batch);
    const died = performance.now();
    void engine.workers[threads - 2].terminate();
    const error = await stepUntilError(engine);
    expect(performance.now() - died).toBeLessThan(2000 + 500);
    expect(error).toBeInstanceOf(RunError);
    expect(() => engine.forward(batch)).toThrow(RunError);
    expect(() => engine.readState()).toThrow(RunError);
  });

  test("with a task that it has drawn does not hang the others", async () => {
    const sizes = { train: 4, test: 0, classes: 10, batchSize: 4000, threads: 1 };
    const layout = planMemory(sizes, true);
    const memory = allocateMemory(layout, sizes);
    const team = startTeam(await compileKernels(), memory, layout.globals, 1);
    const dying = new Worker(drawsAndDies, { eval: true, workerData: { memory, control: layout.globals.control } });
    await once(dying, "message");
    const started = performance.now();
    const untilItIsMissed = () => {
      for (;;) team.run(jobs.forward, 1000);
    };
    expect(untilItIsMissed).toThrow("A thread of the wasm engine has ended");
    expect(performance.now() - started).toBeLessThan(2000 + 500);
  });

  test("while nothing runs is noticed by the next call", async () => {
    const engine = await open({ threads: 3 });
    await engine.workers[0].terminate();
    expect(() => engine.forward(indicesFrom(0, 4))).toThrow("Thread 2 of 3 of the wasm engine has ended");
  });
});

/** Draws a ticket of assembly/threads.ts as soon as there is one, and ends. */
const drawsAndDies = `
const { parentPort, workerData } = require("node:worker_threads");
const tickets = new BigUint64Array(workerData.memory.buffer, workerData.control + 64, 1);
parentPort.postMessage("ready");
for (;;) {
  const ticket = Atomics.add(tickets, 0, 1n);
  if (BigInt.asUintN(32, ticket) < ticket >> 32n) break;
}
`;

describe("threads", () => {
  test("more than there are cores, and more than tasks", async () => {
    const engine = await open({ threads: 16 });
    expect(engine.forward(indicesFrom(0, 5)).losses.length).toBe(5);
    expect(engine.description).toBe("wasm, 16 threads");
  });

  test("end with dispose", async () => {
    const engine = await open({ threads: 4 });
    const ended = engine.workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
    await engine.dispose();
    await Promise.all(ended);
  });

  test.each([0, -1, 1.5, Number.NaN, 65])("%d of them are refused", async (threads) => {
    await expect(createWasmEngine({ ...smallOptions(), threads })).rejects.toThrow(InputError);
  });
});

test("a batch that WebAssembly cannot address is refused before anything is allocated", async () => {
  await expect(createWasmEngine(smallOptions({ batchSize: 1_000_000 }))).rejects.toThrow(
    /a batch of 1000000 needs \d+ MiB in the wasm engine, more than the 4096 MiB of WebAssembly/,
  );
});
