import { lossOf } from "../config/loss-setting.js";
import { readConfigFile } from "../config/read-config-file.js";
import { mergeSettings, resolveConfig } from "../config/resolve-config.js";
import type { ResolvedConfig, SettingName, Settings } from "../config/settings.js";
import { InputError, SettingError } from "../errors/errors.js";
import { loadLoss } from "../losses/own/load-loss.js";
import { lossSpec, parseLoss, shortSpec } from "../losses/registry.js";
import { trainingLoss } from "../run/training-loss.js";
import { canonicalJson } from "./canonical-json.js";
import { keptByControl } from "./kept-by-control.js";
import { trialSettings } from "./trial.js";

/** What is compared: settings of a training, but for the seed. */
export interface ResolvedContestant {
  /** the loss as text, or the file of settings as given */
  readonly name: string;
  /** the contestants whose control it is: random selection of as many examples; none: it takes part for its own sake */
  readonly controlOf: readonly string[];
  /** with seed 0 */
  readonly config: ResolvedConfig;
}

/** Every contestant is trained on the same data for as many epochs; a seed decides the rest. */
const sameForAll = [
  "data",
  "trainExamples",
  "imbalance",
  "labelNoise",
  "labelNoiseKind",
  "epochs",
] as const satisfies readonly SettingName[];
/** Settings of a run's machine, folder and output; a comparison has its own. */
const foreign = ["engine", "threads", "out", "evalEvery", "checkpointEvery", "minAccuracy", "logInterval"] as const;

/**
 * The contestants that the specs name, the baseline first, and a control for each that keeps a fixed part of a batch.
 * @param specs losses as `--loss` takes them, or files of settings
 * @param common settings of all; a file's own win over them
 * @throws InputError for fewer than two, for two that are the same, and for settings that make no fair comparison
 */
export async function resolveContestants(
  specs: readonly string[],
  common: Settings,
  withControls: boolean,
): Promise<readonly ResolvedContestant[]> {
  if (!Array.isArray(specs) || specs.some((spec) => typeof spec !== "string")) {
    throw new InputError(
      "expected a list of losses and files of settings, each as text; a loss of your own is named by its module",
    );
  }
  if (specs.length < 2) {
    const got = specs.length === 0 ? "none" : `only ${specs[0]}`;
    throw new InputError(
      `expected a baseline and at least one contestant, got ${got}; try: ohem compare ce ohem:ratio=3`,
    );
  }
  requireFair(common);
  const given = await Promise.all(specs.map((spec) => contestant(spec, common)));
  requireDifferent(given);
  for (const setting of sameForAll) requireSame(setting, given);
  const all = given.map(({ name, config }) => ({ name, config, controlOf: [] as string[] }));
  for (const contestant of withControls ? given : []) {
    const control = controlOf(contestant);
    if (control === undefined) continue;
    // A contestant that is the same training serves as the control.
    const same = all.find((other) => sameTraining(other, control));
    if (same === undefined) all.push({ ...control, controlOf: [contestant.name] });
    else same.controlOf.push(contestant.name);
  }
  return all;
}

type Named = Pick<ResolvedContestant, "name" | "config">;

async function contestant(spec: string, common: Settings): Promise<Named> {
  if (!isFile(spec)) {
    await loadLoss(spec);
    const config = resolveConfig(mergeSettings(common, { loss: spec }));
    return { name: shortSpec(lossSpec(trainingLoss(config).loss)), config };
  }
  const settings = await readConfigFile(spec);
  requireFair(settings, spec);
  const config = resolveConfig(common, settings);
  trainingLoss(config);
  return { name: spec, config };
}

function isFile(spec: string): boolean {
  return spec.endsWith(".json");
}

function requireFair(settings: Settings, file?: string): void {
  const refuse = (setting: SettingName, problem: string) => {
    const error = new SettingError(setting, problem);
    throw file === undefined ? error : error.at(`${file}: ${setting}`);
  };
  if (settings.seed !== undefined) refuse("seed", "a comparison has many seeds: choose them with seeds and firstSeed");
  if (file === undefined && lossOf(settings) !== undefined) {
    refuse(settings.ratio === undefined ? "loss" : "ratio", "the losses of a comparison are its contestants");
  }
  if (settings.engine !== undefined && !["auto", "wasm"].includes(settings.engine)) {
    refuse("engine", `a comparison trains on the wasm engine, got ${settings.engine}`);
  }
  if (file !== undefined) return;
  const other = foreign.find((name) => name !== "engine" && settings[name] !== undefined);
  if (other !== undefined) refuse(other, "a setting of a single run, not of a comparison");
}

function requireSame(setting: (typeof sameForAll)[number], contestants: readonly Named[]): void {
  const [baseline, ...others] = contestants;
  const other = others.find(({ config }) => config[setting] !== baseline.config[setting]);
  if (other === undefined) return;
  const got = [baseline, other].map(({ name, config }) => `${config[setting] ?? "none"} for ${name}`);
  throw new SettingError(setting, `expected the same for all contestants, got ${got.join(", ")}`);
}

function requireDifferent(contestants: readonly Named[]): void {
  for (const [index, contestant] of contestants.entries()) {
    const same = contestants.slice(0, index).find((other) => sameTraining(other, contestant));
    if (same === undefined) continue;
    const names = same.name === contestant.name ? `${same.name} twice` : `${same.name} and ${contestant.name}`;
    throw new InputError(`${names}: the same training, so there is nothing to compare`);
  }
}

function sameTraining(a: Named, b: Named): boolean {
  return canonicalJson(trialSettings(a.config)) === canonicalJson(trialSettings(b.config));
}

/** Random selection of as many examples, if it has one. */
function controlOf({ name, config }: Named): Named | undefined {
  const loss = parseLoss(config.loss);
  const kept = keptByControl(loss, config.keepAt);
  if (kept === undefined) return undefined;
  const { ratio } = loss.parameters;
  const byRatio = typeof ratio === "number" && 1 / ratio === kept;
  const control = lossSpec(parseLoss(byRatio ? `random:ratio=${ratio}` : `random:keep=${kept}`));
  const { lossModule: _, ...shared } = config;
  return { name: isFile(name) ? `${control} as ${name}` : control, config: { ...shared, loss: control } };
}
