import { Worker } from "node:worker_threads";
import { RunError } from "../../errors/errors.js";
import type { Globals } from "./layout.js";

/** A worker's whole program: it stays in assembly/threads.ts, and the event loop of its thread never turns again. */
const program = `
const { workerData } = require("node:worker_threads");
const { module, memory, globals, thread } = workerData;
const words = new Int32Array(memory.buffer);
const sleep = {
  sleep: (address, expected, milliseconds) =>
    Atomics.wait(words, address >>> 2, expected, milliseconds) !== "timed-out",
  wake: (address) => Atomics.notify(words, address >>> 2),
};
const { exports } = new WebAssembly.Instance(module, { env: { memory }, sleep });
for (const name in globals) exports[name].value = globals[name];
try {
  exports.serve(thread);
} catch (error) {
  exports.fail(thread);
  throw error;
}
`;

/**
 * Starts workers 1 to `count`, without waiting for them: a job needs no worker, each draws tasks once it is up. They
 * never keep the process alive.
 * @throws RunError when the system refuses one; then none is left running
 */
export function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  globals: Globals,
  count: number,
): readonly Worker[] {
  const workers: Worker[] = [];
  try {
    for (let thread = 1; thread <= count; thread++) {
      const workerData = { module, memory, globals, thread };
      const worker = new Worker(program, { eval: true, workerData, execArgv: [], trackUnmanagedFds: false });
      worker.unref();
      workers.push(worker);
    }
  } catch (error) {
    void stopWorkers(workers);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ERR_WORKER_INIT_FAILED") throw error;
    throw new RunError(`the system does not start ${count + 1} threads (${message}); use fewer threads`, {
      cause: error,
    });
  }
  return workers;
}

export async function stopWorkers(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.terminate()));
}
