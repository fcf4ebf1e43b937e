import { join } from "node:path";
import { recordNames } from "../checkpoint/checkpoint-tensors.js";
import { checkConfig } from "../config/check-config.js";
import type { ResolvedConfig } from "../config/settings.js";
import type { LoadedData } from "../data/dataset.js";
import { loadData } from "../data/load.js";
import { absoluteData } from "../data/locate.js";
import type { Engine } from "../engine/engine.js";
import { createEngine, refuseIdleThreads } from "../engine/select.js";
import { FileFormatError, InputError, SettingError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import type { Loss } from "../losses/loss.js";
import { lossSpec, parseLoss } from "../losses/registry.js";
import { createSchedule, type Schedule } from "../losses/schedule.js";
import { parameterCount } from "../model/net.js";
import type { Resumed, RunStarted } from "../train/events.js";
import { type Progress, startingPoint } from "../train/start.js";
import type { LoopState } from "../train/state.js";
import { version } from "../version.js";
import { checkLatest, modelName } from "./find-run.js";
import type { ResumableRun } from "./resume.js";
import { requireDataInPlace } from "./run-data.js";

/** All that a training needs before it writes anything. */
export interface PreparedTraining {
  /** with the data's place made independent of the working directory */
  readonly config: ResolvedConfig;
  readonly loss: Loss;
  /** of the kept fraction; undefined: the loss's own from the start */
  readonly schedule: Schedule | undefined;
  readonly data: LoadedData;
  /** to be disposed */
  readonly engine: Engine;
  readonly batchSize: number;
  readonly progress: Progress;
  readonly started: Omit<RunStarted, "folder">;
}

/**
 * Checks the settings and that the run can be named the latest, loads the data and makes the engine.
 * @param resumable the run that goes on; undefined: a new one
 * @throws InputError for whatever the person can fix, before anything is written
 */
export async function prepareTraining(given: ResolvedConfig, resumable?: ResumableRun): Promise<PreparedTraining> {
  checkConfig(given);
  const config = { ...given, data: absoluteData(given.data) };
  const loss = parseLoss(config.loss);
  const schedule = createSchedule(loss, config);
  if (config.warmupEpochs >= config.epochs) {
    const expected = `expected fewer than the run's ${config.epochs} epochs`;
    throw new SettingError(
      "warmupEpochs",
      `${expected}, got ${config.warmupEpochs}: every example would be kept to the end`,
    );
  }
  const checkpoint = resumable?.checkpoint;
  if (config.threads !== checkpoint?.config.threads) refuseIdleThreads(config.engine, config.threads);
  await checkLatest();
  if (resumable !== undefined && given.data === checkpoint?.config.data)
    requireDataInPlace(resumable.folder, given.data);
  const data = await attributeTo("data", loadData(given.data));
  const { train, test, classes } = data;
  if (resumable !== undefined) requireOwnData(resumable, given.data, data);
  const progress = checkpoint ?? startingPoint(classes, train.count, config.seed);
  const batchSize = Math.min(config.batchSize, train.count);
  const engineOptions = { train, test, classes, batchSize, initial: progress.engine, threads: config.threads };
  const { engine, reason } = await createEngine(config.engine, engineOptions);
  const { warmupEpochs, annealEpochs, keepAt } = config;
  const started = {
    type: "run",
    resumed: checkpoint && doneBefore(checkpoint.loop),
    version,
    loss: lossSpec(loss),
    engine: { name: engine.name, description: engine.description, reason },
    data: { name: data.name, train: train.count, test: test.count, classes },
    parameters: parameterCount(classes),
    epochs: config.epochs,
    batchSize,
    lr: config.lr,
    seed: config.seed,
    schedule: schedule && { warmupEpochs, annealEpochs, keepAt },
  } as const;
  return { config, loss, schedule, data, engine, batchSize, progress, started };
}

/** A checkpoint may fit itself and not the data that it names. */
function requireOwnData({ folder, checkpoint }: ResumableRun, name: string, data: LoadedData): void {
  const { classes, records, loop } = checkpoint;
  if (checkpoint.dataSha256 !== data.sha256) {
    throw new InputError(`${name}: not the data that the run was trained on; a run goes on with its own data alone`);
  }
  const fits = (field: string, got: number, expected: number, of: string) => {
    if (got === expected) return;
    throw new FileFormatError(join(folder, modelName), field, `expected ${expected}, the data's ${of}, got ${got}`);
  };
  fits("classes", classes, data.classes, "classes");
  fits(recordNames.timesSelected, records.timesSelected.length, data.train.count, "training examples");
  for (const [index, { examples }] of loop.evaluations.entries()) {
    fits(`loop.evaluations.${index}.examples`, examples, data.test.count, "test examples");
  }
}

function doneBefore({ step: steps, epochs, evaluations, sums }: LoopState): Resumed {
  return {
    steps,
    forwardExamples: epochs.reduce((sum, epoch) => sum + epoch.forwardExamples, sums.examples),
    backwardExamples: epochs.reduce((sum, epoch) => sum + epoch.backwardExamples, sums.selected),
    epochs: [...epochs],
    evaluations: [...evaluations],
  };
}
