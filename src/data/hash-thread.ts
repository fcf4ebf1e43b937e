import { createHash } from "node:crypto";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** A file this long takes longer to hash than a thread takes to start: some 20 ms. */
const worthwhileBytes = 1 << 24;

/** The thread's whole program: it answers the bytes that it is sent with their digest, and ends. */
const program = `
const { createHash } = require("node:crypto");
const { parentPort } = require("node:worker_threads");
parentPort.once("message", (bytes) => parentPort.postMessage(createHash("sha256").update(bytes).digest("hex")));
`;

/** A thread that hashes the bytes of one file, while this one goes on with others, or with the engine. */
export interface HashThread {
  /** @param bytes in shared memory @returns their SHA-256, lower-case hex */
  sha256(bytes: Uint8Array): Promise<string>;
  /** For bytes that will not come. */
  stop(): void;
}

/** @returns undefined where no thread is worth it, or the system does not start one */
export function startHashThread(bytes: number): HashThread | undefined {
  if (bytes < worthwhileBytes || availableParallelism() === 1) return undefined;
  let worker: Worker;
  try {
    worker = new Worker(program, { eval: true, execArgv: [], trackUnmanagedFds: false });
  } catch {
    return undefined;
  }
  // The second: a thread that fails after it was started.
  const answer = Promise.race([once(worker, "message"), once(worker, "exit")]).catch(() => []);
  return {
    async sha256(bytes) {
      worker.postMessage(bytes);
      const [digest] = await answer;
      return typeof digest === "string" ? digest : createHash("sha256").update(bytes).digest("hex");
    },
    stop: () => void worker.terminate(),
  };
}
