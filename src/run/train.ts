import { join } from "node:path";
import { saveCheckpoint } from "../checkpoint/write-checkpoint.js";
import { resolveConfig } from "../config/resolve-config.js";
import type { Settings } from "../config/settings.js";
import { InputError, RunError } from "../errors/errors.js";
import { type KnownOptions, requireKnown } from "../errors/known-options.js";
import { requireSignal } from "../errors/require-type.js";
import { attributeTo } from "../errors/setting-problem.js";
import { shortened } from "../errors/shortened.js";
import type { LockHolder } from "../files/lock-holder.js";
import { writeFileWhole } from "../files/write-file.js";
import type { CheckpointWritten, RunStarted, TrainEvent } from "../train/events.js";
import { ledgerCsv } from "../train/ledger-csv.js";
import { trainLoop } from "../train/loop.js";
import { runFinished } from "../train/run-finished.js";
import { version } from "../version.js";
import { nameLatest } from "./find-run.js";
import { metricsLine } from "./metrics-file.js";
import { examplesName, modelName } from "./names.js";
import { type HandedIn, type PreparedTraining, prepareTraining } from "./prepare.js";
import type { ResumableRun } from "./resume.js";
import { createRunFolder, type RunFolder, reopenRunFolder } from "./run-folder.js";
import { trainInMemory } from "./train-in-memory.js";

/** As a file has them, and `out: null` for a run without a folder. */
export type TrainSettings = Omit<Settings, "out"> & {
  /** the run's folder, new or empty (default: runs/TIME-LOSS); null: nothing is written, `finished` holds the model */
  readonly out?: string | null | undefined;
};

/** What `train` takes besides the settings. */
export interface TrainOptions extends HandedIn {
  /** an abort stops the run after the step under way, with its checkpoint written */
  readonly signal?: AbortSignal | undefined;
}

/** What `resume` takes besides the run. */
export interface ResumeOptions extends TrainOptions {
  /** takes over a run that a process on another machine writes, without waiting until that one has fallen silent */
  readonly takeOver?: boolean | undefined;
}

const known = { signal: true, data: true, loss: true } as const;

/**
 * Trains the net as `settings` say, with the defaults for those that are left out, and yields the run's events. It
 * trains only while they are read: `for await (const event of train(settings))`; `await train(settings)` does nothing.
 *
 * The run's folder is made after all checks; every event is in its metrics.jsonl before it is yielded. Where the last
 * files of a complete run cannot be written, `finished` is yielded before the error is thrown. To stop a run that can
 * be resumed, abort the signal: a consumer that breaks out of the loop ends it where the last checkpoint left it, or
 * without a model. With `out: null` nothing is written, and `finished` holds the model.
 * @throws InputError for settings and data, RunError for a failure in the run
 */
export function train(settings: TrainSettings, options: TrainOptions = {}): AsyncGenerator<TrainEvent, void> {
  requireKnown("train", options, known satisfies KnownOptions<TrainOptions>);
  const { signal, ...handed } = options;
  requireSignal(signal);
  const prepare = async () => prepareTraining(resolveConfig(namedIn(settings, handed)), undefined, handed);
  if (settings?.out === null) return trainInMemory(prepare, signal);
  return runIn(prepare, ({ config, started }) => attributeTo("out", createRunFolder(config, started)), signal);
}

/** The settings without those that something handed in takes the place of. */
function namedIn(settings: TrainSettings, handed: HandedIn): Settings {
  if (settings?.out !== null && handed.loss === undefined) return settings as Settings;
  const { loss, ratio, out, ...others } = settings;
  return { ...others, out: out ?? undefined, ...(handed.loss === undefined ? { loss, ratio } : {}) };
}

/**
 * Resumes a run (see `findResumable`) from its last checkpoint, in its own folder: on the wasm engine to the same bits
 * as if it had never stopped. As with `train`, the events must be read.
 * @throws InputError for anything else, for its data or engine, RunError for a failure in the run
 */
export function resume(run: ResumableRun, options: ResumeOptions = {}): AsyncGenerator<TrainEvent, void> {
  requireKnown("resume", options, { ...known, takeOver: true } satisfies KnownOptions<ResumeOptions>);
  requireResumable(run);
  const { signal, takeOver, ...handed } = options;
  requireSignal(signal);
  return runIn(
    () => prepareTraining(run.config, run, handed),
    ({ config, started }) => reopenRunFolder(run, config, started, takeOver),
    signal,
  );
}

function requireResumable(run: unknown): void {
  const { folder, config } = Object(run) as Partial<ResumableRun>;
  if (folder !== undefined && config !== undefined) return;
  const named = typeof run === "string" ? JSON.stringify(shortened(run)) : "folder";
  const call = `resume(await findResumable(${named}))`;
  throw new InputError(`resume takes a run that findResumable has found, ${call}, got ${shortened(String(run))}`);
}

/** A run: every event of the loop is recorded, then yielded. */
async function* runIn(
  prepare: () => Promise<PreparedTraining>,
  open: (prepared: PreparedTraining) => Promise<RunFolder>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, void> {
  const prepared = await prepare();
  const { config, data, derived, engine, progress, started } = prepared;
  const { loop: state } = progress;
  try {
    const { path, id, metrics, takenFrom, requireHeld, close } = await open(prepared);
    const recorded = <T extends TrainEvent>(event: T): T => {
      requireHeld();
      const line = metricsLine(event, config.logInterval);
      if (line !== undefined) metrics.append(line);
      return event;
    };
    const checkpoint = async (): Promise<CheckpointWritten> => {
      const { classes, sha256: dataSha256 } = data;
      const file = join(path, modelName);
      // The lines that a checkpoint counts on outlast a power failure, as it does.
      metrics.sync();
      const now = { ...progress, engine: engine.readState() };
      requireHeld("now");
      const run = { id, version, config, classes, dataSha256, derivedSha256: derived?.sha256 };
      await saveCheckpoint(file, { ...now, ...run });
      return { type: "checkpoint", epoch: state.epoch, steps: state.step, file };
    };
    try {
      yield recorded({ ...started, id, folder: path, takenFrom: takenFrom && writerOf(takenFrom) });
      let saved = false;
      for await (const event of trainLoop({ ...prepared, signal, checkpoint })) {
        saved = event.type === "checkpoint";
        yield recorded(event);
      }
      if (!saved) yield recorded(await checkpoint());

      const complete = state.epoch === config.epochs;
      let finished = runFinished(state, config.epochs, data.classes, undefined);
      requireHeld("now");
      try {
        await writeFileWhole(join(path, examplesName), ledgerCsv(progress.ledger, state, data.train));
        if (complete) finished = { ...finished, latestProblem: await latestProblemOf(path) };
        // The line of `finished` is the last thing of a run: without it a resumed run does the rest again.
        metrics.sync();
        recorded(finished);
      } catch (error) {
        if (!(complete && error instanceof RunError)) throw error;
        // A full disk does not take the result away: model and test accuracy are there. The error names the problem.
        yield { ...finished, latestProblem: undefined };
        throw new RunError(`${error.message}; the model is complete, resume the run to write the rest`);
      }
      yield finished;
    } finally {
      await close();
    }
  } finally {
    await engine.dispose();
  }
}

/** Without what identifies its lock. */
function writerOf({ pid, host, started }: LockHolder): RunStarted["takenFrom"] {
  return { pid, host, started };
}

/** A run is not lost because runs/latest cannot name it. @returns why it could not */
async function latestProblemOf(folder: string): Promise<string | undefined> {
  try {
    await nameLatest(folder);
    return undefined;
  } catch (error) {
    if (error instanceof RunError) return error.message;
    throw error;
  }
}
