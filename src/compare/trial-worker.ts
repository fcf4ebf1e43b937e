import { parentPort, workerData } from "node:worker_threads";
import { shownLoss } from "../config/loss-setting.js";
import type { ResolvedConfig } from "../config/settings.js";
import type { LoadedData } from "../data/dataset.js";
import { InputError, RunError } from "../errors/errors.js";
import { trainTrial } from "./train-trial.js";
import type { Trial } from "./trial.js";

/** What a worker starts with: the images lie in memory that all workers share. */
export interface WorkerInput {
  readonly data: LoadedData;
  /** epochs between two evaluations */
  readonly curve: number;
}

/** The program of a worker thread: trains the settings that it is sent, one after another. */
export type WorkerReply =
  | { readonly trial: Trial }
  | { readonly error: { readonly kind: "input" | "run" | "bug"; readonly message: string } };

const { data, curve } = workerData as WorkerInput;

parentPort?.on("message", async (config: ResolvedConfig) => {
  const reply = await trainWithOwnLoss(config).then(
    (trial): WorkerReply => ({ trial }),
    (error: unknown): WorkerReply => ({ error: { kind: kindOf(error), message: messageOf(error) } }),
  );
  parentPort?.postMessage(reply);
});

/** A thread loads the module of a loss itself; the digest in the settings shows whether it is the same one. */
async function trainWithOwnLoss(config: ResolvedConfig): Promise<Trial> {
  if (config.lossModule !== undefined) {
    const { loadLoss } = await import("../losses/own/load-loss.js");
    await loadLoss(shownLoss(config));
  }
  return trainTrial(config, data, curve);
}

/** Errors lose their class on the way to another thread. */
function kindOf(error: unknown): "input" | "run" | "bug" {
  if (error instanceof InputError) return "input";
  return error instanceof RunError ? "run" : "bug";
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return kindOf(error) === "bug" ? (error.stack ?? error.message) : error.message;
}
