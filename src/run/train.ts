import { saveCheckpoint } from "../checkpoint/write-checkpoint.js";
import type { ResolvedConfig } from "../config/settings.js";
import { RunError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import { writeFileWhole } from "../files/write-file.js";
import type { EpochDone, RunFinished, TrainEvent } from "../train/events.js";
import { recordsCsv } from "../train/ledger.js";
import { trainLoop } from "../train/loop.js";
import { version } from "../version.js";
import { metricsLine } from "./metrics-file.js";
import { type PreparedTraining, prepareTraining } from "./prepare.js";
import type { ResumableRun } from "./resume.js";
import { createRunFolder, type RunFolder, reopenRunFolder } from "./run-folder.js";

export interface TrainOptions {
  /** an abort stops the run after the step under way, with its checkpoint written */
  readonly signal?: AbortSignal;
}

/**
 * Trains the net as `config` says, and yields what happens as it happens. The run's folder is made when everything that can be checked has been; every
 * event is in its metrics.jsonl before it is yielded.
 * @throws InputError for settings and data, RunError for a failure in the run
 */
export async function* train(config: ResolvedConfig, { signal }: TrainOptions = {}): AsyncGenerator<TrainEvent, void> {
  const prepared = await prepareTraining(config);
  yield* runIn(prepared, () => attributeTo("out", createRunFolder(prepared.config, prepared.started)), signal);
}

/**
 * Goes on with a run (see `findResumable`) from its last checkpoint, in its own folder: on the wasm engine to the same bits as if it had never stopped.
 * @throws InputError when its data or engine cannot be had, RunError for a failure in the run
 */
export async function* resume(run: ResumableRun, { signal }: TrainOptions = {}): AsyncGenerator<TrainEvent, void> {
  const prepared = await prepareTraining(run.config, run);
  yield* runIn(prepared, () => reopenRunFolder(run.folder, run.checkpoint.loop.step, prepared.started), signal);
}

async function* runIn(
  prepared: PreparedTraining,
  open: () => Promise<RunFolder>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, void> {
  try {
    const folder = await open();
    try {
      for await (const event of events(prepared, folder, signal)) {
        // The line that says so is the last thing of a run: without it a resumption does what was left to do.
        if (event.type === "finished") folder.syncMetrics();
        const line = metricsLine(event, prepared.config.logInterval);
        if (line !== undefined) folder.appendMetrics(line);
        yield event;
      }
    } finally {
      await folder.close();
    }
  } finally {
    await prepared.engine.dispose();
  }
}

async function* events(
  { config, loss, schedule, data, engine, batchSize, progress, started }: PreparedTraining,
  folder: RunFolder,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, void> {
  yield { ...started, folder: folder.path, configRestored: folder.configRestored || undefined };
  const { loop: state, records, arrays } = progress;
  const save = async (): Promise<string> => {
    const { classes, sha256: dataSha256 } = data;
    const now = { version, config, classes, dataSha256, engine: engine.readState(), loop: state, records, arrays };
    folder.syncMetrics();
    await saveCheckpoint(folder.model, now);
    return folder.model;
  };
  const { epochs, evalEvery, checkpointEvery, lr } = config;
  const settings = { loss, schedule, epochs, batchSize, lr, evalEvery, checkpointEvery };
  let saved = false;
  for await (const event of trainLoop({ engine, data, ...settings, state, arrays, records, signal, save })) {
    saved = event.type === "checkpoint";
    yield event;
  }
  if (!saved) yield { type: "checkpoint", epoch: state.epoch, steps: state.step, file: await save() };

  await writeFileWhole(folder.examples, recordsCsv(records, data.train));
  const complete = state.epoch === epochs;
  const latestProblem = complete ? await nameLatest(folder) : undefined;
  const evaluation = state.evaluations.at(-1);
  const total = (start: number, of: (epoch: EpochDone) => number) =>
    state.epochs.reduce((sum, epoch) => sum + of(epoch), start);
  const finished: RunFinished = {
    type: "finished",
    complete,
    steps: state.step,
    epochs: [...state.epochs],
    evaluations: [...state.evaluations],
    forwardExamples: total(state.sums.examples, (epoch) => epoch.forwardExamples),
    backwardExamples: total(state.sums.selected, (epoch) => epoch.backwardExamples),
    savedSeconds: total(0, (epoch) => epoch.savedSeconds ?? 0),
    trainSeconds: total(state.sums.trainSeconds, (epoch) => epoch.trainSeconds),
    testAccuracy: evaluation?.testAccuracy,
    testLoss: evaluation?.testLoss,
    latestProblem,
  };
  yield finished;
}

/** A run is not lost because its name cannot be written down elsewhere. @returns why it could not */
async function nameLatest(folder: RunFolder): Promise<string | undefined> {
  try {
    await folder.nameLatest();
    return undefined;
  } catch (error) {
    if (error instanceof RunError) return error.message;
    throw error;
  }
}
