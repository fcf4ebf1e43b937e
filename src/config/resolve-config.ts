import { labelNoiseKinds } from "../data/label-noise.js";
import { defaultLoss, lossSpec, parseLoss } from "../losses/registry.js";
import { createSchedule } from "../losses/schedule.js";
import { lossOf } from "./loss-setting.js";
import { parseSettings } from "./parse-settings.js";
import type { ResolvedConfig, Settings } from "./settings.js";

export const defaultConfig = {
  loss: defaultLoss,
  epochs: 10,
  batchSize: 64,
  lr: 1e-3,
  lrSchedule: "constant",
  seed: 0,
  data: "mnist",
  engine: "auto",
  logInterval: 100,
  evalEvery: 0,
  warmupEpochs: 0,
  annealEpochs: 0,
} as const satisfies ResolvedConfig;

/**
 * Fills in the defaults. A ratio becomes a loss, and the loss gets its normal spelling (`ohem:ratio=3`). One of a
 * module (`./mine.js`) must have been loaded by `loadLoss`.
 * Both arguments get the checks of a file of settings: callers without types make the same slips.
 * @param overrides win over `settings`; a ratio or loss here replaces both there
 * @throws SettingError for an unknown or illegal setting, a ratio beside a loss, and a schedule that the loss cannot
 * follow
 */
export function resolveConfig(settings: Settings, overrides: Settings = {}): ResolvedConfig {
  const given = mergeSettings(checked(settings), checked(overrides));
  const loss = parseLoss(lossOf(given) ?? defaultConfig.loss);
  const lossModule = loss.definition?.module?.path;
  const { $schema, description, ratio, ...rest } = given;
  const noise = rest.labelNoise === undefined ? {} : { labelNoiseKind: labelNoiseKinds[0] };
  const config = { ...defaultConfig, ...noise, ...(rest as Partial<ResolvedConfig>), loss: lossSpec(loss) };
  createSchedule(loss, config);
  return lossModule === undefined ? config : { ...config, lossModule };
}

/** A setting that is undefined counts as not given. Of a resolved configuration, the module follows from its loss. */
function checked(settings: Settings & Pick<ResolvedConfig, "lossModule">): Settings {
  const { lossModule, ...others } = Object(settings);
  const given = parseSettings(lossModule === undefined ? settings : others);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The settings without defaults. */
export function mergeSettings(settings: Settings, overrides: Settings): Settings {
  if (lossOf(overrides) === undefined) return { ...settings, ...overrides };
  const { ratio, loss, ...rest } = settings;
  return { ...rest, ...overrides };
}
