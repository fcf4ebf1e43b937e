import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { tickets } from "../../../src/engine/wasm/assembly/control.js";
import * as jobs from "../../../src/engine/wasm/assembly/jobs.js";
import type { WasmEngine } from "../../../src/engine/wasm/engine.js";
import { compileKernels } from "../../../src/engine/wasm/kernels.js";
import { allocateMemory, planMemory } from "../../../src/engine/wasm/layout.js";
import { startTeam } from "../../../src/engine/wasm/team.js";
import { RunError } from "../../../src/errors/errors.js";
import { indicesFrom } from "../../conformance/fixtures.js";
import { randomDataset } from "../../conformance/oracle/data.js";
import { openEngine } from "./open-engine.js";

describe("a thread that dies", () => {
  const batch = indicesFrom(0, 4000);
  const large = () => ({ train: randomDataset(4000, 10, 1), batchSize: 4000 });

  /** Steps until one throws, returning to the event loop as the training loop does. */
  async function stepUntilError(engine: WasmEngine): Promise<unknown> {
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
    const engine = await openEngine({ ...large(), threads });
    engine.forward(batch);
    const died = performance.now();
    void engine.workers[threads - 2].terminate();
    const error = await stepUntilError(engine);
    expect(performance.now() - died).toBeLessThan(2000 + 500);
    expect(error).toBeInstanceOf(RunError);
    expect(() => engine.forward(batch)).toThrow(RunError);
    expect(() => engine.readState()).toThrow(RunError);
  });

  test("while it holds a task does not hang the others", async () => {
    const sizes = { train: 4, test: 0, classes: 10, batchSize: 4000, threads: 1 };
    const layout = planMemory(sizes, true);
    const memory = allocateMemory(layout, sizes);
    const team = startTeam(await compileKernels(), memory, layout.globals, 1);
    const dying = new Worker(drawsAndDies, {
      eval: true,
      workerData: { memory, word: layout.globals.control + tickets },
    });
    await once(dying, "message");
    const started = performance.now();
    const untilItIsMissed = () => {
      for (;;) team.run(jobs.forward, 1000);
    };
    expect(untilItIsMissed).toThrow("A thread of the wasm engine has ended");
    expect(performance.now() - started).toBeLessThan(2000 + 500);
  });

  test("while nothing runs is noticed by the next call", async () => {
    const engine = await openEngine({ threads: 3 });
    await engine.workers[0].terminate();
    expect(() => engine.forward(indicesFrom(0, 4))).toThrow("Thread 2 of 3 of the wasm engine has ended");
  });
});

/** Draws a ticket (assembly/threads.ts) once there is one, and ends. */
const drawsAndDies = `
const { parentPort, workerData } = require("node:worker_threads");
const tickets = new BigUint64Array(workerData.memory.buffer, workerData.word, 1);
parentPort.postMessage("ready");
for (;;) {
  const ticket = Atomics.add(tickets, 0, 1n);
  if (BigInt.asUintN(32, ticket) < ticket >> 32n) break;
}
`;
