/**
 * Loaded before the built command (`node --import`): ends one of its worker threads. OHEM_DEATH is JSON: `thread` (from
 * 1), `report` (a file that gets the seconds until the process ended), and `how`:
 * - "terminate": from outside, `microseconds` after the line of `step` was written. Needs batches of 64, ten an epoch,
 *   and --log-interval 1.
 * - "throw" or "exit": from inside, when the thread goes to sleep for the third time.
 * - "trap": it reads beyond the end of its memory.
 */
import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";

const threads = createRequire(import.meta.url)("node:worker_threads");
const { how, thread, step, microseconds, report } = JSON.parse(process.env.OHEM_DEATH);

/** [0]: 1 when the worker should end; [1]: the time that it did, in ms since 1970 */
const shared = new Float64Array(new SharedArrayBuffer(16));
const { Worker } = threads;

const fromInside = `{
  const shared = require("node:worker_threads").workerData.shared;
  const { wait } = Atomics;
  let left = 3;
  Atomics.wait = (...given) => {
    if (--left > 0) return wait(...given);
    shared[1] = Date.now();
    ${how === "exit" ? "process.exit()" : "throw new Error('from inside')"};
  };
}`;

/** The workers' parent: it can end one of them while the main thread is in the middle of a step. */
const parent = `
const { parentPort, workerData, Worker } = require("node:worker_threads");
const { shared, thread, microseconds } = workerData;
parentPort.on("message", ({ number, program, options }) => {
  const worker = new Worker(program, options);
  for (const name of ["error", "exit"]) worker.on(name, (value) => parentPort.postMessage({ number, name, value }));
  if (number !== thread) return;
  const watch = setInterval(() => {
    if (shared[0] === 0) return;
    clearInterval(watch);
    const until = performance.now() + microseconds / 1000;
    while (performance.now() < until);
    shared[1] = Date.now();
    worker.terminate();
  }, 0);
});`;

function terminating() {
  const helper = new Worker(parent, { eval: true, execArgv: [], workerData: { shared, thread, microseconds } });
  helper.unref();
  const workers = [];
  helper.on("message", ({ number, name, value }) => workers[number - 1].emit(name, value));
  const { write } = process.stdout;
  process.stdout.write = (text, ...rest) => {
    const [, epoch, seen] = /^Train Epoch: (\d+) \[(\d+)/.exec(text) ?? [];
    if (10 * epoch + seen / 64 === step) shared[0] = 1;
    return write.call(process.stdout, text, ...rest);
  };
  return class extends EventEmitter {
    constructor(program, options) {
      super();
      workers.push(this);
      helper.postMessage({ number: workers.length, program, options });
    }
    unref() {}
    terminate = () => helper.terminate();
  };
}

function dying(program, { workerData, ...options }) {
  if (workerData.thread !== thread) return new Worker(program, { workerData, ...options });
  if (how !== "trap") return new Worker(fromInside + program, { workerData: { ...workerData, shared }, ...options });
  shared[1] = Date.now();
  const nowhere = Object.keys(workerData.globals).map((name) => [name, name === "control" ? 0 : 2 ** 31]);
  const globals = { ...Object.fromEntries(nowhere), ...pick(workerData.globals, ["control", "threads", "spins"]) };
  return new Worker(program, { workerData: { ...workerData, globals }, ...options });
}

function pick(object, names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}

if (threads.isMainThread) {
  threads.Worker = how === "terminate" ? terminating() : dying;
  syncBuiltinESMExports();
  process.on("exit", () => writeFileSync(report, String((Date.now() - shared[1]) / 1000)));
}
