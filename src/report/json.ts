import type { EpochDone, EvaluationDone, RunFinished, RunStarted } from "../train/events.js";
import { accuracyGate } from "./accuracy-gate.js";
import type { Output, Reporter } from "./reporter.js";

/** Writes one JSON document when a run has come to its end, and nothing at all when it has not. @param minAccuracy the gate, where there is one */
export function jsonDocument(stdout: Output, minAccuracy?: number): Reporter {
  let run: RunStarted | undefined;
  let model: string | undefined;
  const epochs: EpochDone[] = [];
  const evaluations: EvaluationDone[] = [];
  return {
    handle(event) {
      if (event.type === "run") {
        run = event;
        epochs.push(...(event.resumed?.epochs ?? []));
        evaluations.push(...(event.resumed?.evaluations ?? []));
      }
      if (event.type === "epoch") epochs.push(event);
      if (event.type === "evaluation") evaluations.push(event);
      if (event.type === "checkpoint") model = event.file;
      if (event.type === "finished" && event.complete && run) {
        stdout.write(`${JSON.stringify(toDocument(run, epochs, evaluations, model, event, minAccuracy))}\n`);
      }
    },
    close() {},
  };
}

function toDocument(
  run: RunStarted,
  epochs: EpochDone[],
  evaluations: EvaluationDone[],
  model: string | undefined,
  finished: RunFinished,
  minAccuracy: number | undefined,
) {
  const { type: _, configRestored: __, resumed, version, folder, engine, data, ...config } = run;
  return {
    testAccuracy: finished.testAccuracy ?? null,
    testLoss: finished.testLoss ?? null,
    minAccuracy: finished.testAccuracy === undefined ? null : accuracyGate(finished.testAccuracy, minAccuracy),
    trainSeconds: finished.trainSeconds,
    steps: finished.steps,
    resumedAt: resumed?.steps ?? null,
    folder: folder ?? null,
    model: model ?? null,
    version,
    engine,
    data,
    config,
    epochs: epochs.map(withoutType),
    evaluations: evaluations.map(withoutType),
  };
}

function withoutType<T extends { readonly type: string }>({ type: _, ...rest }: T): Omit<T, "type"> {
  return rest;
}
