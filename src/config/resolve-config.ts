import { defaultLoss, lossSpec, parseLoss } from "../losses/registry.js";
import { lossOf } from "./loss-setting.js";
import type { ResolvedConfig, Settings } from "./settings.js";

export const defaultConfig = {
  loss: defaultLoss,
  epochs: 10,
  batchSize: 64,
  lr: 1e-3,
  seed: 0,
  data: "mnist",
  engine: "auto",
  logInterval: 100,
  evalEvery: 0,
  warmupEpochs: 0,
  annealEpochs: 0,
} as const satisfies ResolvedConfig;

/** Flags win over the file, the file over the defaults. A ratio or a loss among the flags replaces both of the file. The loss is spelled as events spell it. */
export function resolveConfig(file: Settings, flags: Settings = {}): ResolvedConfig {
  const given = mergeSettings(file, flags);
  const loss = lossSpec(parseLoss(lossOf(given) ?? defaultConfig.loss));
  const { $schema, description, ratio, ...settings } = given;
  return { ...defaultConfig, ...(settings as Partial<ResolvedConfig>), loss };
}

/** What is given, before the defaults. */
export function mergeSettings(file: Settings, flags: Settings): Settings {
  if (lossOf(flags) === undefined) return { ...file, ...flags };
  const { ratio, loss, ...rest } = file;
  return { ...rest, ...flags };
}
