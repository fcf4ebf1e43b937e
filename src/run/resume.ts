import { basename, dirname, join } from "node:path";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import { lossOf } from "../config/loss-setting.js";
import type { ResolvedConfig, SettingName, Settings } from "../config/settings.js";
import { absoluteData } from "../data/locate.js";
import { InputError, SettingError } from "../errors/errors.js";
import { lossSpec, parseLoss } from "../losses/registry.js";
import { requireOwnFiles } from "./check-run-files.js";
import { findRun, metricsName, modelName } from "./find-run.js";
import { isFinished } from "./metrics-file.js";

export interface ResumeSettings {
  /** settings that are given again; those that decide what is learned must be the run's own */
  readonly settings?: Settings;
  /** that many epochs more than the run was to have */
  readonly extendEpochs?: number;
}

/** A run that has not come to its end. */
export interface ResumableRun {
  readonly folder: string;
  readonly checkpoint: Checkpoint;
  /** with which it goes on */
  readonly config: ResolvedConfig;
}

/** Settings that change no bit of the result, and may be others from here on. Data may have moved: that it is the same data is checked when it is loaded. */
const changeable: readonly SettingName[] = ["threads", "logInterval", "checkpointEvery", "minAccuracy", "data"];

/**
 * Finds where a run stands and the settings with which it goes on.
 * @param run a run's folder, or its name below runs/
 * @throws InputError when there is no such run, when its files are not of one run or it has nothing left to do, or for a setting that differs
 */
export async function findResumable(
  run: string,
  { settings = {}, extendEpochs = 0 }: ResumeSettings = {},
): Promise<ResumableRun> {
  const { model } = await findRun(run);
  if (basename(model) !== modelName) {
    throw new InputError(`${model}: a run goes on in its folder, from its ${modelName}; expected a run's folder`);
  }
  const folder = dirname(model);
  const checkpoint = await loadCheckpoint(model);
  const own = checkpoint.config;
  await requireOwnFiles(folder, own, changeable);
  const given = normalized(settings);
  const trainedWith = normalized(own);
  for (const [name, value] of Object.entries(given) as [keyof ResolvedConfig, unknown][]) {
    if (changeable.includes(name) || value === trainedWith[name]) continue;
    const advice = name === "epochs" ? "; --extend-epochs trains longer" : "";
    throw new SettingError(
      settings.ratio !== undefined && name === "loss" ? "ratio" : name,
      `the run was trained with ${own[name] ?? "its default"}, got ${value}; a run goes on with its own settings: leave it out${advice}`,
    );
  }
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name]) => changeable.includes(name as SettingName)),
  );
  const config: ResolvedConfig = { ...own, ...changed, epochs: own.epochs + extendEpochs };
  // A run that died between its last checkpoint and its end still has that to come.
  if (checkpoint.loop.epoch >= config.epochs && (await isFinished(join(folder, metricsName)))) {
    throw new InputError(`${folder}: the run has done its ${own.epochs} epochs; --extend-epochs N trains it longer`);
  }
  return { folder, checkpoint, config };
}

/** As a checkpoint has them: a ratio is a loss, a loss has one spelling, a folder is absolute. */
function normalized(settings: Settings): Partial<ResolvedConfig> {
  const { $schema, description, ratio, loss: spec, data, ...rest } = settings;
  const loss = lossOf(settings);
  return {
    ...(rest as Partial<ResolvedConfig>),
    ...(loss === undefined ? {} : { loss: lossSpec(parseLoss(loss)) }),
    ...(data === undefined ? {} : { data: absoluteData(data) }),
  };
}
