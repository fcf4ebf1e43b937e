import type { Tensor } from "@tensorflow/tfjs-core";
import * as tfjs from "../../src/tfjs/index.js";

type Maker = (options?: object) => tfjs.TfjsLoss<Tensor>;

/** The function of `ohem/tfjs` for a loss of the registry: `smallLoss` for `small-loss`. */
export function makerOf(name: string): Maker {
  const exported = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return (tfjs as unknown as Record<string, Maker>)[exported];
}
