import { Worker } from "node:worker_threads";
import type { ResolvedConfig } from "../config/settings.js";
import type { Dataset, LoadedData } from "../data/dataset.js";
import { InputError, RunError } from "../errors/errors.js";
import type { Trial } from "./trial.js";
import type { WorkerInput, WorkerReply } from "./trial-worker.js";

/** Built: a thread cannot be started from TypeScript. */
const program = new URL("../../dist/compare/trial-worker.js", import.meta.url);

export interface TrialOptions {
  readonly data: LoadedData;
  /** epochs between two evaluations */
  readonly curve: number;
  /** trainings at the same time, each on a thread of its own */
  readonly jobs: number;
  /** an abort drops the trainings under way */
  readonly signal?: AbortSignal | undefined;
}

interface Done<Task> {
  readonly task: Task;
  readonly trial: Trial;
}

/**
 * Trains every task, in the order in which they are given, as many at once as there are jobs, and yields each trial
 * when it is done.
 * @throws InputError or RunError of the first training that fails; then no other is left running
 */
export async function* trainTrials<Task extends { readonly config: ResolvedConfig }>(
  tasks: readonly Task[],
  { data, curve, jobs, signal }: TrialOptions,
): AsyncGenerator<Done<Task>, void> {
  const workerData: WorkerInput = { data: { ...data, train: shared(data.train), test: shared(data.test) }, curve };
  const waiting = [...tasks];
  const running = new Map<Worker, Promise<{ worker: Worker; done: Done<Task> }>>();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal?.aborted) resolve(undefined);
    signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const next = (worker: Worker) => {
    const task = waiting.shift();
    if (task !== undefined) running.set(worker, trainIn(worker, task));
    else running.delete(worker);
  };
  const workers: Worker[] = [];
  try {
    for (let job = 0; job < Math.min(jobs, tasks.length); job++) {
      const worker = new Worker(program, { workerData });
      worker.unref();
      workers.push(worker);
      next(worker);
    }
    while (running.size > 0) {
      const first = await Promise.race([aborted, ...running.values()]);
      if (first === undefined) return;
      next(first.worker);
      yield first.done;
    }
  } finally {
    for (const training of running.values()) training.catch(() => {});
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function trainIn<Task extends { readonly config: ResolvedConfig }>(worker: Worker, task: Task) {
  const reply = await new Promise<WorkerReply>((resolve, reject) => {
    const ended = (code: number) => reject(new RunError(`a thread of the comparison has ended (exit code ${code})`));
    const failed = (cause: Error) => reject(new RunError(`a thread of the comparison failed: ${cause.message}`));
    worker.once("exit", ended).once("error", failed);
    worker.once("message", (message: WorkerReply) => {
      worker.off("exit", ended).off("error", failed);
      resolve(message);
    });
    worker.ref();
    worker.postMessage(task.config);
  });
  worker.unref();
  if ("trial" in reply) return { worker, done: { task, trial: reply.trial } };
  const { kind, message } = reply.error;
  if (kind === "input") throw new InputError(message);
  throw kind === "run" ? new RunError(message) : new Error(message);
}

/** A copy that threads get without copying. */
function shared({ images, labels, ...rest }: Dataset): Dataset {
  return { ...rest, images: sharedBytes(images), labels: sharedBytes(labels) };
}

function sharedBytes(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
