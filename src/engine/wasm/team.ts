import type { Worker } from "node:worker_threads";
import { RunError } from "../../errors/errors.js";
import { disposedError } from "../misuse.js";
import { instantiate } from "./kernels.js";
import type { Globals } from "./layout.js";
import { startWorkers, stopWorkers } from "./workers.js";

/** The threads that work on one memory. After the first failure every call throws it again. */
export interface Team {
  /** the threads beside the calling one */
  readonly workers: readonly Worker[];
  /** Runs the tasks 0 to `tasks` - 1 of a job (assembly/jobs.ts) on all threads, and returns when all are done. */
  run(job: number, tasks: number, first?: number, count?: number): void;
  /** Computes the filters for the forward pass from the parameters; each step of Adam does it too. */
  makeFilters(): void;
  /** @throws the error that ended the team, if any */
  check(): void;
  stop(): Promise<void>;
}

export function startTeam(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  globals: Globals,
  threads: number,
): Team {
  const kernels = instantiate(module, memory, globals);
  const workers = startWorkers(module, memory, globals, threads - 1);
  let ended: Error | undefined;

  const end = (message: string, cause?: unknown): Error => {
    ended ??= new RunError(message, { cause });
    return ended;
  };
  const threadEnded = (thread: number) => `Thread ${thread + 1} of ${threads} of the wasm engine has ended`;
  for (const [index, worker] of workers.entries()) {
    worker.on("error", (cause) => end(threadEnded(index + 1), cause));
    worker.on("exit", () => end(threadEnded(index + 1)));
  }
  const check = () => {
    if (ended !== undefined) throw ended;
  };

  return {
    workers,
    makeFilters: kernels.makeFilters,
    check,
    run: (job, tasks, first = 0, count = 0) => {
      check();
      let thread: number;
      try {
        thread = kernels.run(job, tasks, first, count);
      } catch (cause) {
        throw end("The wasm engine failed", cause);
      }
      if (thread > 0) throw end(threadEnded(thread));
      if (thread < 0) throw end("A thread of the wasm engine has ended, or the system does not let it run");
    },
    stop: async () => {
      ended = disposedError();
      await stopWorkers(workers);
    },
  };
}
