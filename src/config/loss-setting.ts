import type { ResolvedConfig, Settings } from "./settings.js";

/** The loss that the settings name, as text for `parseLoss`; undefined when they name none. */
export function lossOf({ ratio, loss }: Settings): string | undefined {
  return ratio === undefined ? loss : `ohem:ratio=${ratio}`;
}

/** The loss of a run as `--loss` takes it: one that a module defines by the module's file. */
export function shownLoss({ loss, lossModule }: Pick<ResolvedConfig, "loss" | "lossModule">): string {
  return lossModule === undefined ? loss : loss.replace(/^[^:]*/, () => lossModule);
}
