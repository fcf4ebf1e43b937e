import type { Settings } from "./settings.js";

/** The loss that the settings name, as text for `parseLoss`; undefined when they name none. */
export function lossOf({ ratio, loss }: Settings): string | undefined {
  return ratio === undefined ? loss : `ohem:ratio=${ratio}`;
}
