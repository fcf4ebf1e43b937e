import * as tfjs from "../../src/tfjs/index.js";

/** The function of `ohem/tfjs` for a loss of the registry: `smallLoss` for `small-loss`. */
export function makerOf(name: string): (options?: object) => tfjs.TfjsLoss {
  const exported = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return (tfjs as unknown as Record<string, (options?: object) => tfjs.TfjsLoss>)[exported];
}
