import type { RunFinished, RunStarted } from "../train/events.js";
import { accuracyGate } from "./accuracy-gate.js";
import type { Reporter } from "./reporter.js";
import type { Output } from "./terminal.js";

/**
 * Writes one JSON document at the end of a complete run, and nothing for any other.
 * @param minAccuracy the gate, where there is one
 */
export function jsonDocument(stdout: Output, minAccuracy?: number): Reporter {
  let run: RunStarted;
  let model: string | undefined;
  return {
    run(event) {
      run = event;
    },
    checkpoint({ file }) {
      model = file;
    },
    finished(event) {
      if (event.complete) stdout.write(`${JSON.stringify(toDocument(run, model, event, minAccuracy))}\n`);
    },
  };
}

function toDocument(
  run: RunStarted,
  model: string | undefined,
  finished: RunFinished,
  minAccuracy: number | undefined,
) {
  const { type: _, id: __, resumed, version, folder, engine, data, ...config } = run;
  const { testAccuracy, testLoss, trainSeconds, steps } = finished;
  return {
    testAccuracy: testAccuracy ?? null,
    testLoss: testLoss ?? null,
    minAccuracy: testAccuracy === undefined ? null : accuracyGate(testAccuracy, minAccuracy),
    trainSeconds,
    steps,
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
