import { join } from "node:path";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { ledgerNames } from "../checkpoint/checkpoint-tensors.js";
import { requireLossArrays } from "../checkpoint/consistency.js";
import { checkConfig } from "../config/check-config.js";
import { shownLoss } from "../config/loss-setting.js";
import type { ResolvedConfig } from "../config/settings.js";
import type { Allocate } from "../data/allocate.js";
import type { LoadedData, OpenedData } from "../data/dataset.js";
import { type Derived, deriveTraining } from "../data/derive.js";
import { type DataInMemory, openInMemory, placeInMemory } from "../data/in-memory.js";
import { openData } from "../data/load.js";
import { absoluteData } from "../data/locate.js";
import type { Engine } from "../engine/engine.js";
import { createRunEngine, preloadEngine, refuseIdleThreads, type SelectedEngine } from "../engine/select.js";
import { FileFormatError, SettingError } from "../errors/errors.js";
import { attributeTo } from "../errors/setting-problem.js";
import type { Loss } from "../losses/loss.js";
import { recordLoss, wasHandedIn } from "../losses/own/handed-in.js";
import { fewestKept } from "../losses/schedule.js";
import { parameterCount } from "../model/net.js";
import type { RunStarted } from "../train/events.js";
import { type Progress, startingPoint } from "../train/start.js";
import { version } from "../version.js";
import { modelName } from "./names.js";
import type { ResumableRun } from "./resume.js";
import { requireDataInPlace } from "./run-data.js";
import { type TrainingLoss, trainingLoss } from "./training-loss.js";

/** What a program hands in instead of a name. */
export interface HandedIn {
  /** takes the place of the setting `data`; its arrays must not change while the run is under way */
  readonly data?: DataInMemory | undefined;
  /** takes the place of the settings `loss` and `ratio`; a run that resumes needs the same code again */
  readonly loss?: Loss | undefined;
}

/** What a training needs before it writes anything. */
export interface PreparedTraining extends TrainingLoss {
  /** with the data's place made independent of the working directory */
  readonly config: ResolvedConfig;
  /** its training set is derived where the settings say so; its digest is that of the files */
  readonly data: LoadedData;
  readonly derived: Derived | undefined;
  /** to be disposed */
  readonly engine: Engine;
  readonly batchSize: number;
  readonly progress: Progress;
  readonly started: Omit<RunStarted, "folder" | "id">;
}

/**
 * Checks the settings, loads the data and makes the engine.
 * @param resumable the run to resume; undefined: a new one
 * @param handed in place of what the settings name
 * @throws InputError for everything that the user can fix, before anything is written
 */
export async function prepareTraining(
  given: ResolvedConfig,
  resumable?: ResumableRun,
  handed: HandedIn = {},
): Promise<PreparedTraining> {
  checkConfig(given);
  const inMemory = handed.data === undefined ? undefined : openInMemory(handed.data);
  const config = {
    ...given,
    ...(handed.loss && recordLoss(handed.loss)),
    data: inMemory ? placeInMemory(inMemory) : absoluteData(given.data),
  };
  if (resumable !== undefined) requireOwnLoss(resumable, config, handed.loss);
  const { loss, schedule } = trainingLoss(config, handed.loss);
  const checkpoint = resumable?.checkpoint;
  if (resumable && checkpoint) requireLossArrays(checkpoint, loss, join(resumable.folder, modelName));
  if (config.threads !== checkpoint?.config.threads) refuseIdleThreads(config.engine, config.threads);
  if (resumable !== undefined && inMemory === undefined && given.data === checkpoint?.config.data) {
    requireDataInPlace(resumable.folder, given.data);
  }
  const preloaded = preloadEngine(config.engine);
  const original = inMemory
    ? { ...inMemory, origin: Promise.resolve(inMemory) }
    : await openNamed(given.data, preloaded.forImages);
  if (checkpoint !== undefined) {
    requireOwnFiles(checkpoint, inMemory ? "what was handed in" : given.data, await known(original));
  }
  const { train, derived } = await derive(original, config);
  const opened = { ...original, train };
  const { test, classes } = opened;
  if (resumable && checkpoint) requireOwnData(resumable.folder, checkpoint, opened, derived);
  const progress = checkpoint ?? startingPoint(classes, train.count, config.seed);
  const batchSize = Math.min(config.batchSize, train.count);
  const replaceable = resumable === undefined;
  const { engine: initial } = progress;
  const engineOptions = { train, test, classes, batchSize, initial, threads: config.threads };
  const making = createRunEngine(config.engine, engineOptions, { preloaded, replaceable });
  const { data, engine, reason } = await whileIdentified(opened, making);
  const { warmupEpochs, annealEpochs, keepAt } = config;
  const started = {
    type: "run",
    resumed: resumable && (checkpoint?.loop.step ?? 0),
    version,
    loss: shownLoss(config),
    engine: { name: engine.name, description: engine.description, reason },
    data: {
      name: data.name,
      train: train.count,
      test: test.count,
      classes,
      labelGap: data.labelGap,
      derived,
      remark: data.remark,
    },
    parameters: parameterCount(classes),
    epochs: config.epochs,
    batchSize,
    lr: config.lr,
    lrSchedule: config.lrSchedule,
    seed: config.seed,
    schedule: schedule && { warmupEpochs, annealEpochs, keepAt },
    fewestKept: fewestKept(loss, schedule, batchSize),
  } as const;
  return { config, loss, schedule, data, derived, engine, batchSize, progress, started };
}

function openNamed(data: string, forImages: Allocate): Promise<OpenedData> {
  return attributeTo("data", openData(data, forImages));
}

/** @throws SettingError for damaged data */
async function known({ origin, ...data }: OpenedData): Promise<LoadedData> {
  return { ...data, ...(await attributeTo("data", origin)) };
}

/** Damaged data is the better explanation where no set can be derived of it. @throws SettingError */
async function derive(original: OpenedData, config: ResolvedConfig) {
  try {
    return deriveTraining(original.train, original.classes, config, config.seed);
  } catch (error) {
    await known(original);
    throw error;
  }
}

/** Makes the engine while the data is identified. Of two errors, that of the data comes first. */
async function whileIdentified(
  opened: OpenedData,
  making: Promise<SelectedEngine>,
): Promise<SelectedEngine & { readonly data: LoadedData }> {
  const [hashed, made] = await Promise.allSettled([known(opened), making]);
  if (hashed.status === "rejected") {
    if (made.status === "fulfilled") await made.value.engine.dispose();
    throw hashed.reason;
  }
  if (made.status === "rejected") throw made.reason;
  return { ...made.value, data: hashed.value };
}

/** A loss of the program's memory is in no file to load it from. */
function requireOwnLoss({ folder, config: own }: ResumableRun, config: ResolvedConfig, loss: Loss | undefined): void {
  if (loss === undefined && wasHandedIn(own.lossModule)) {
    const problem = `${folder} was trained with ${shownLoss(own)}, a loss in a program's memory`;
    throw new SettingError("loss", `${problem}; hand the same loss in`);
  }
  if (config.loss === own.loss) return;
  const problem = `${folder} was trained with ${shownLoss(own)}, got ${shownLoss(config)}`;
  const reason = shownLoss(own) === shownLoss(config) ? " with other code" : "";
  throw new SettingError("loss", `${problem}${reason}; a run resumes only with its own loss`);
}

/** Other data would train on without a sign: the ledger and the classes are the data's. */
function requireOwnFiles({ dataSha256 }: Checkpoint, name: string, { sha256 }: LoadedData): void {
  if (dataSha256 === sha256) return;
  const problem = `${name} is not the data that the run was trained on; a run resumes only with its own`;
  throw new SettingError("data", problem);
}

/** A derived set is derived again: another version of ohem might do it in another way. */
function requireOwnData(
  folder: string,
  { classes, ledger, derivedSha256 }: Checkpoint,
  data: Pick<LoadedData, "train" | "classes">,
  derived: Derived | undefined,
): void {
  const fits = (field: string, got: unknown, expected: unknown, of: string) => {
    if (got === expected) return;
    throw new FileFormatError(join(folder, modelName), field, `expected ${expected}, the data's ${of}, got ${got}`);
  };
  fits("classes", classes, data.classes, "classes");
  fits(ledgerNames.timesSelected, ledger.timesSelected.length, data.train.count, "training examples");
  fits("derived_sha256", derivedSha256, derived?.sha256, "derived training set");
}
