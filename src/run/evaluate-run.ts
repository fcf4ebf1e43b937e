import { loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import { loadTestData } from "../data/load.js";
import type { EngineChoice, EngineName } from "../engine/engine.js";
import { createEngine, refuseIdleThreads } from "../engine/select.js";
import { InputError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import { shortened } from "../errors/shortened.js";
import { type Evaluation, evaluate } from "../train/evaluation.js";
import { findRun } from "./find-run.js";
import { requireDataInPlace } from "./run-data.js";

export interface EvaluateRunOptions {
  /** a run's folder or a model file; undefined: the latest run that finished */
  readonly run?: string | undefined;
  /** undefined: what the run was trained on */
  readonly data?: string | undefined;
  /** undefined: what the run was trained with */
  readonly engine?: EngineChoice | undefined;
  readonly threads?: number | undefined;
}

export interface RunEvaluation extends Evaluation {
  /** the model file */
  readonly model: string;
  /** the loss that it was trained with, as `--loss` takes it */
  readonly trainedWith: string;
  readonly steps: number;
  readonly classes: number;
  readonly data: string;
  /** of every class, where the data has them */
  readonly classNames?: readonly string[] | undefined;
  readonly engine: { readonly name: EngineName; readonly description: string; readonly reason: string };
}

/**
 * Evaluates a trained model on all test examples. With the engine and data of its training it gives the figures of its
 * training, to the last digit.
 * @throws InputError when there is no such run, or model and data do not fit
 */
export async function evaluateRun(options: EvaluateRunOptions = {}): Promise<RunEvaluation> {
  if (typeof options !== "object") {
    throw new InputError(`evaluateRun takes { run, ... }, got ${shortened(String(options))}`);
  }
  const { model } = await findRun(options.run);
  const { config, classes, engine: state } = await loadCheckpoint(model);
  const choice = options.engine ?? config.engine;
  refuseIdleThreads(choice, options.threads);
  if (options.data === undefined) requireDataInPlace(model, config.data);
  const { test, name, classNames } = await attributeTo("data", loadTestData(options.data ?? config.data, classes));
  const engineOptions = { test, classes, batchSize: 1, initial: state, threads: options.threads };
  const { engine, reason } = await createEngine(choice, engineOptions);
  try {
    const { name: engineName, description } = engine;
    return {
      ...(await evaluate(engine, test, classes)),
      model,
      trainedWith: config.loss,
      steps: state.step,
      classes,
      data: name,
      classNames,
      engine: { name: engineName, description, reason },
    };
  } finally {
    await engine.dispose();
  }
}
