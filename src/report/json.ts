import type { RunFinished, RunStarted } from "../train/events.js";
import { accuracyGate } from "./accuracy-gate.js";
import type { TrainDocument } from "./documents/train-document.js";
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
      const { complete, testAccuracy, balancedAccuracy, testLoss } = event;
      // A complete run has been tested.
      if (!complete || testAccuracy === undefined || testLoss === undefined) return;
      const gate = accuracyGate(testAccuracy, minAccuracy);
      const result = { testAccuracy, balancedAccuracy, testLoss, minAccuracy: gate };
      stdout.write(`${JSON.stringify(toDocument(result, run, model, event))}\n`);
    },
  };
}

function toDocument(
  result: Pick<TrainDocument, "testAccuracy" | "balancedAccuracy" | "testLoss" | "minAccuracy">,
  run: RunStarted,
  model: string | undefined,
  finished: RunFinished,
): TrainDocument {
  const { type: _, id: __, takenFrom: ___, resumed, version, folder, engine, data, ...config } = run;
  return {
    ...result,
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
    noise: finished.noise === undefined ? null : withoutType(finished.noise),
    collapse: finished.collapse ?? null,
  };
}

function withoutType<T extends { readonly type: string }>({ type: _, ...rest }: T): Omit<T, "type"> {
  return rest;
}
