import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { RunError } from "../../errors.js";
import type { Globals } from "./layout.js";

/** A worker's whole program: after this its life is in assembly/threads.ts, and the event loop of its thread never turns again. */
const program = `
const { parentPort, workerData } = require("node:worker_threads");
const { module, memory, globals, thread } = workerData;
const words = new Int32Array(memory.buffer);
const sleep = {
  sleep: (address, expected, milliseconds) => Atomics.wait(words, address >>> 2, expected, milliseconds) !== "timed-out",
  wake: (address) => Atomics.notify(words, address >>> 2),
};
const { exports } = new WebAssembly.Instance(module, { env: { memory }, sleep });
for (const name in globals) exports[name].value = globals[name];
parentPort.postMessage("ready");
try {
  exports.serve(thread);
} catch (error) {
  exports.fail(thread);
  throw error;
}
`;

const startMilliseconds = 20_000;

/** Starts workers 1 to `count`, and waits until each is about to serve. They never keep the process alive. */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  globals: Globals,
  count: number,
): Promise<readonly Worker[]> {
  const workers = Array.from({ length: count }, (_, index) => {
    const workerData = { module, memory, globals, thread: index + 1 };
    return new Worker(program, { eval: true, workerData, execArgv: [], trackUnmanagedFds: false });
  });
  try {
    await Promise.all(workers.map((worker) => ready(worker)));
  } catch (cause) {
    await stopWorkers(workers);
    throw new RunError("A thread of the wasm engine could not be started; try fewer threads", { cause });
  }
  for (const worker of workers) worker.unref();
  return workers;
}

export async function stopWorkers(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.terminate()));
}

async function ready(worker: Worker): Promise<void> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), startMilliseconds);
  const exit = once(worker, "exit").then(() => {
    throw new Error("the thread ended");
  });
  await Promise.race([once(worker, "message", { signal: timeout.signal }), exit]).finally(() => clearTimeout(timer));
  exit.catch(() => {});
}
