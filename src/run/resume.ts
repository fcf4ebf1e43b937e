import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type LoadedCheckpoint, loadCheckpoint } from "../checkpoint/read-checkpoint.js";
import { lossOf, shownLoss } from "../config/loss-setting.js";
import type { ResolvedConfig, SettingName, Settings } from "../config/settings.js";
import { absoluteData } from "../data/locate.js";
import { InputError, SettingError } from "../errors/errors.js";
import { ohemCommand } from "../files/ohem-command.js";
import { quoted } from "../files/quoted.js";
import { wasHandedIn } from "../losses/own/handed-in.js";
import { isOwn, lossSpec, parseLoss, shortSpec } from "../losses/registry.js";
import { changesRate } from "../train/learning-rate.js";
import { findPlace, modelAt } from "./find-run.js";
import { isFinished } from "./metrics-file.js";
import { configName, metricsName, modelName } from "./names.js";
import { readIdentity, readRunSettings } from "./run-config.js";

/** What `findResumable` takes besides the run. */
export interface ResumeSettings {
  /** settings that are given again; those that decide what is learned must be the run's own */
  readonly settings?: Settings | undefined;
  /** epochs to train beyond those that the run was given */
  readonly extendEpochs?: number | undefined;
  /** accepts another version of the module that defines the run's loss */
  readonly force?: boolean | undefined;
}

/** A run that is not complete. */
export interface ResumableRun {
  readonly folder: string;
  /** undefined: the run ended before its first one, and starts over */
  readonly checkpoint: LoadedCheckpoint | undefined;
  /** to continue with */
  readonly config: ResolvedConfig;
}

/**
 * Settings that change no bit of the result and so may change when a run resumes. Data may have moved: that it is the
 * same data is checked when it is loaded.
 */
const changeable: readonly SettingName[] = ["threads", "logInterval", "checkpointEvery", "minAccuracy", "data"];

/**
 * Finds the last checkpoint of a run and the settings to continue with; those of its config.json where it ended before
 * the first checkpoint. The module of a loss of the user's own runs
 * only when the settings name it again: a run's folder may be anybody's.
 * @param run a run's folder, or its name below runs/
 * @throws InputError when there is no such run, when its files are of different runs, when it is complete, or for a
 * setting that differs
 */
export async function findResumable(
  run: string,
  { settings = {}, extendEpochs = 0, force = false }: ResumeSettings = {},
): Promise<ResumableRun> {
  const { folder, checkpoint, config: own } = await findBegun(run);
  const rateChanges = changesRate(own.lrSchedule);
  if (extendEpochs > 0 && rateChanges) {
    const problem = `the rates of the run's ${own.lrSchedule} schedule depend on its length, ${epochsOf(own)}`;
    throw new SettingError("extendEpochs", `${folder}: ${problem}; to train longer, start a new run with more epochs`);
  }
  const given = normalized(settings);
  const trainedWith = normalized(own);
  const ownLoss = requireOwnLoss(own, given, force);
  const decided: readonly string[] = [...changeable, "lossModule", ...(isOwn(own.loss) ? ["loss"] : [])];
  for (const [name, value] of Object.entries(given) as [SettingName & keyof ResolvedConfig, unknown][]) {
    if (decided.includes(name) || value === trainedWith[name]) continue;
    const setting = settings.ratio !== undefined && name === "loss" ? "ratio" : name;
    const advice =
      name === "epochs" ? `; to train longer, ${rateChanges ? "start a new run" : "extend its epochs"}` : "";
    const problem = `the run was trained with ${own[name] ?? "its default"}, got ${value}`;
    throw new SettingError(setting, `${problem}; a run resumes with its own settings: leave it out${advice}`);
  }
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name]) => changeable.includes(name as SettingName)),
  );
  const config: ResolvedConfig = { ...own, ...changed, ...ownLoss, epochs: own.epochs + extendEpochs };
  // A run that died between its last checkpoint and its end still has to evaluate and finish.
  if (checkpoint && checkpoint.loop.epoch >= config.epochs && (await isFinished(join(folder, metricsName)))) {
    const gate = config.minAccuracy === undefined ? "" : ` --min-accuracy ${config.minAccuracy}`;
    const evaluation = `to evaluate it: ${ohemCommand()} eval ${quoted(run)}${gate}`;
    const done = own.epochs === 1 ? "its 1 epoch is" : `all ${own.epochs} epochs are`;
    const problem = `${folder}: ${done} done; ${evaluation}`;
    if (rateChanges) throw new InputError(`${problem}; to train longer, start a new run with more epochs`);
    throw new SettingError("extendEpochs", `${problem}; to train longer, say by how many epochs`);
  }
  return { folder, checkpoint, config };
}

/** A run as it was begun, with its own settings. */
async function findBegun(run: string): Promise<ResumableRun> {
  const place = await findPlace(run);
  if (place.folder && !existsSync(join(place.path, modelName))) {
    const config = await readRunSettings(place.path);
    if (config !== undefined) return { folder: place.path, checkpoint: undefined, config };
  }
  const { model } = await modelAt(place);
  if (basename(model) !== modelName) {
    throw new InputError(`${model}: a run resumes in its folder, from its ${modelName}; expected a run's folder`);
  }
  const folder = dirname(model);
  const checkpoint = await loadCheckpoint(model);
  await requireOwnFiles(folder, checkpoint.id);
  return { folder, checkpoint, config: checkpoint.config };
}

/**
 * Requires that the loss of the user's own is named again, and is the same but for its module's place.
 * @returns the loss to continue with; nothing for one that is built in
 */
function requireOwnLoss(
  own: ResolvedConfig,
  { loss, lossModule }: Partial<ResolvedConfig>,
  force: boolean,
): Partial<Pick<ResolvedConfig, "loss" | "lossModule">> {
  if (!isOwn(own.loss) || (loss === undefined && wasHandedIn(own.lossModule))) return {};
  const shown = shownLoss(own);
  if (loss === undefined) {
    const problem = "the run's loss is a module, which runs only if you name it again";
    throw new SettingError("loss", `${problem}: ${shown}`);
  }
  const withoutDigest = (spec: string) => spec.replace(/@[^:]*/, "@");
  if (withoutDigest(loss) !== withoutDigest(own.loss)) {
    const problem = `the run was trained with ${shown}, got ${shortSpec(loss)}`;
    throw new SettingError("loss", `${problem}; a run resumes with its own loss`);
  }
  if (loss !== own.loss && !force) {
    const [before, now] = [own.loss, loss].map((spec) => /@([^:]*)/.exec(spec)![1].slice(0, 8));
    const digests = `SHA-256 ${before}..., got ${now}...`;
    const problem = `${lossModule} is not the module that the run was trained with (${digests})`;
    throw new SettingError("force", `${problem}; restore it, or accept the other module`);
  }
  return { loss, lossModule };
}

function epochsOf({ epochs }: ResolvedConfig): string {
  return epochs === 1 ? "1 epoch" : `${epochs} epochs`;
}

/** @param id the model's; undefined for models of early versions, which any config.json may accompany */
async function requireOwnFiles(folder: string, id: string | undefined): Promise<void> {
  const { id: other } = await readIdentity(folder);
  if (id !== undefined && other !== undefined && id !== other) {
    const files = `${join(folder, configName)} and ${modelName}`;
    throw new InputError(`${files} are of different runs; restore the original files or start a new run`);
  }
  const metrics = join(folder, metricsName);
  if (existsSync(metrics)) return;
  throw new InputError(`${metrics}: missing; restore it, or make an empty file of that name to begin it again`);
}

/** The run's own is left as the checkpoint has it: its module need not be loaded. */
function normalLoss(spec: string): Pick<ResolvedConfig, "loss" | "lossModule"> {
  if (isOwn(spec)) return { loss: spec };
  const loss = parseLoss(spec);
  return { loss: lossSpec(loss), lossModule: loss.definition?.module?.path };
}

/** In the form that checkpoints have: a ratio is a loss, a loss has one spelling, a folder is absolute. */
function normalized(settings: Settings): Partial<ResolvedConfig> {
  const { $schema, description, ratio, loss: spec, data, ...rest } = settings;
  const loss = lossOf(settings);
  return {
    ...(rest as Partial<ResolvedConfig>),
    ...(loss === undefined ? {} : normalLoss(loss)),
    ...(data === undefined ? {} : { data: absoluteData(data) }),
  };
}
