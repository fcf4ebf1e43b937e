import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type LoadedCheckpoint, loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import type { LoadedData } from "../data/dataset.js";
import type { DataInMemory } from "../data/in-memory.js";
import { createRunEngine, preloadEngine } from "../engine/select.js";
import { type Evaluation, evaluate } from "../train/evaluation.js";
import { findRun } from "./find-run.js";
import { type Metrics, readMetrics } from "./metrics-file.js";
import { metricsName, modelName } from "./names.js";
import { loadRunData } from "./run-data.js";
import { ledgerProblem, type RunSuspects, suspectsIn } from "./suspects.js";
import { collectIn, noPredictions, type TestPredictions } from "./test-predictions.js";

/** All that is known of a run. */
export interface RunInspection {
  /** the model file */
  readonly model: string;
  readonly checkpoint: LoadedCheckpoint;
  /** undefined: a model file without the rest of its folder */
  readonly metrics: Metrics | undefined;
  readonly data: LoadedData;
  /** of the model as it is, complete or not, by the wasm engine */
  readonly evaluation: Evaluation;
  readonly predictions: TestPredictions;
  /** why there are none, in words, when the run has not seen enough */
  readonly suspects: RunSuspects | string;
}

/**
 * Gathers what a run has left, and evaluates its model.
 * @param run a run's folder or a model file; undefined: the latest run that finished
 * @param place the run's data, or where it is now; undefined: where it was
 * @throws InputError when there is no such run, or without its data
 */
export async function inspectRun(run?: string, place?: string | DataInMemory): Promise<RunInspection> {
  const preloaded = preloadEngine("wasm");
  const { model } = await findRun(run);
  const checkpoint = await loadCheckpoint(model);
  const data = await loadRunData(model, checkpoint, place, preloaded.forImages);
  const { classes, engine: initial } = checkpoint;
  const predictions = noPredictions(data.test);
  const { engine } = await createRunEngine("wasm", { test: data.test, classes, batchSize: 1, initial }, { preloaded });
  try {
    const evaluation = await evaluate(engine, data.test, classes, collectIn(predictions));
    const suspects = ledgerProblem(checkpoint) ?? suspectsIn(model, checkpoint, data);
    const metrics = await metricsBeside(model);
    return { model, checkpoint, metrics, data, evaluation, predictions, suspects };
  } finally {
    await engine.dispose();
  }
}

async function metricsBeside(model: string): Promise<Metrics | undefined> {
  const file = join(dirname(model), metricsName);
  return basename(model) === modelName && existsSync(file) ? readMetrics(file) : undefined;
}
