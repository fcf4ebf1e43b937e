import { type ModelCard, modelCard } from "../checkpoint/model-card.js";
import { shownLoss } from "../config/loss-setting.js";
import type { Allocate } from "../data/allocate.js";
import type { LoadedTestData } from "../data/dataset.js";
import { type DataInMemory, openInMemory } from "../data/in-memory.js";
import { loadTestData } from "../data/load.js";
import type { EngineChoice, EngineName } from "../engine/engine.js";
import { createRunEngine, preloadEngine, refuseIdleThreads } from "../engine/select.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { attributeTo } from "../errors/setting-problem.js";
import { type Evaluation, evaluate } from "../train/evaluation.js";
import { type ModelSource, openModel } from "./open-model.js";
import { requireDataInPlace } from "./run-data.js";
import { collectIn, noPredictions, type TestPredictions } from "./test-predictions.js";

/** What `evaluateRun` takes. */
export interface EvaluateRunOptions {
  /** undefined: the latest run that finished */
  readonly run?: ModelSource | undefined;
  /** undefined: what the run was trained on */
  readonly data?: string | DataInMemory | undefined;
  /** undefined: what the run was trained with */
  readonly engine?: EngineChoice | undefined;
  readonly threads?: number | undefined;
  /** whether to return what the model says of each test example */
  readonly predictions?: boolean | undefined;
}

const known = {
  run: true,
  data: true,
  engine: true,
  threads: true,
  predictions: true,
} as const satisfies KnownOptions<EvaluateRunOptions>;

/** What `evaluateRun` returns. */
export interface RunEvaluation extends Evaluation {
  /** the model file; `memory` for a model in memory */
  readonly model: string;
  /** the loss that it was trained with, as `--loss` takes it */
  readonly trainedWith: string;
  readonly steps: number;
  readonly classes: number;
  readonly data: string;
  /** of every class, where the data has them */
  readonly classNames?: readonly string[] | undefined;
  /** what a user of the data has to know, if anything */
  readonly remark?: string | undefined;
  readonly engine: { readonly name: EngineName; readonly description: string; readonly reason: string };
  readonly modelCard: ModelCard;
  /** undefined unless they were asked for */
  readonly predictions?: TestPredictions | undefined;
}

/**
 * Evaluates a trained model on all test examples. With the engine and data of its training it gives the figures of its
 * training, to the last digit.
 * @throws InputError when there is no such run, or model and data do not fit
 */
export function evaluateRun(
  options: EvaluateRunOptions & { readonly predictions: true },
): Promise<RunEvaluation & { readonly predictions: TestPredictions }>;
export function evaluateRun(options?: EvaluateRunOptions): Promise<RunEvaluation>;
export async function evaluateRun(options: EvaluateRunOptions = {}): Promise<RunEvaluation> {
  requireKnown("evaluateRun", options, known);
  const { model, checkpoint } = await openModel(options.run);
  const { config, classes, engine: state } = checkpoint;
  const choice = options.engine ?? config.engine;
  refuseIdleThreads(choice, options.threads);
  if (options.data === undefined) requireDataInPlace(model, config.data);
  const preloaded = preloadEngine(choice);
  const loaded = await testDataOf(options.data ?? config.data, classes, preloaded.forImages);
  const { test, name, classNames, remark } = loaded;
  const engineOptions = { test, classes, batchSize: 1, initial: state, threads: options.threads };
  const { engine, reason } = await createRunEngine(choice, engineOptions, { preloaded });
  const predictions = options.predictions ? noPredictions(test) : undefined;
  try {
    const { name: engineName, description } = engine;
    return {
      ...(await evaluate(engine, test, classes, predictions && collectIn(predictions))),
      model,
      trainedWith: shownLoss(config),
      steps: state.step,
      classes,
      data: name,
      classNames,
      remark,
      engine: { name: engineName, description, reason },
      modelCard: modelCard(checkpoint),
      predictions,
    };
  } finally {
    await engine.dispose();
  }
}

async function testDataOf(data: string | DataInMemory, classes: number, forImages: Allocate): Promise<LoadedTestData> {
  return typeof data === "string"
    ? attributeTo("data", loadTestData(data, classes, forImages))
    : openInMemory({ ...data, classes });
}
