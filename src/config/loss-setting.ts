import { InputError } from "../errors/errors.js";
import { parseLoss } from "../losses/registry.js";
import type { SettingName, Settings } from "./settings.js";

/** `ratio` is short for a `loss`; beside another one it would be ambiguous. */
export function refuseRatioBesideLoss({ ratio, loss }: Settings, nameOf: (key: SettingName) => string): void {
  if (ratio === undefined || loss === undefined) return;
  const short = `${nameOf("ratio")} ${ratio} is short for ${nameOf("loss")} ohem:ratio=${ratio}`;
  throw new InputError(`${short}, and cannot stand beside ${nameOf("loss")} ${loss}: leave one of them out`);
}

/** The loss that the settings name, as `--loss` takes it; undefined when they name none. */
export function lossOf({ ratio, loss }: Settings): string | undefined {
  return ratio === undefined ? loss : `ohem:ratio=${ratio}`;
}

/** @throws InputError for a loss that is unknown or has illegal parameters */
export function checkLoss(settings: Settings): void {
  const loss = lossOf(settings);
  if (loss !== undefined) parseLoss(loss);
}
