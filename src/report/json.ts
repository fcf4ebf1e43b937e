import type { RunFinished, RunStarted } from "../train/events.js";
import { accuracyGate } from "./accuracy-gate.js";
import type { Output, Reporter } from "./reporter.js";

/** Writes one JSON document when a run has come to its end, and nothing at all when it has not. @param minAccuracy the gate, where there is one */
export function jsonDocument(stdout: Output, minAccuracy?: number): Reporter {
  let run: RunStarted | undefined;
  let model: string | undefined;
  return {
    handle(event) {
      if (event.type === "run") run = event;
      if (event.type === "checkpoint") model = event.file;
      if (event.type === "finished" && event.complete && run) {
        stdout.write(`${JSON.stringify(toDocument(run, model, event, minAccuracy))}\n`);
      }
    },
    close() {},
  };
}

function toDocument(
  run: RunStarted,
  model: string | undefined,
  finished: RunFinished,
  minAccuracy: number | undefined,
) {
  const { type: _, id: __, resumed, version, folder, engine, data, ...config } = run;
  return {
    testAccuracy: finished.testAccuracy ?? null,
    testLoss: finished.testLoss ?? null,
    minAccuracy: finished.testAccuracy === undefined ? null : accuracyGate(finished.testAccuracy, minAccuracy),
    trainSeconds: finished.trainSeconds,
    steps: finished.steps,
    resumedAt: resumed ?? null,
    folder: folder ?? null,
    model: model ?? null,
    version,
    engine,
    data,
    config,
    epochs: finished.epochs.map(withoutType),
    evaluations: finished.evaluations.map(withoutType),
  };
}

function withoutType<T extends { readonly type: string }>({ type: _, ...rest }: T): Omit<T, "type"> {
  return rest;
}
