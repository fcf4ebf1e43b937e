import { imageSide, mapParameters, type ParameterName } from "../../../model/net.js";
import type { Graph, Variable } from "../graph/graph.js";
import { tensorflowLayouts } from "./layout.js";

export type ParameterVariables = Record<ParameterName, Variable>;

/** Everything that stays on the device from call to call. */
export interface NetVariables {
  readonly parameters: ParameterVariables;
  readonly firstMoments: ParameterVariables;
  readonly secondMoments: ParameterVariables;
}

export function netVariables(g: Graph, classes: number): NetVariables {
  const layouts = tensorflowLayouts(classes);
  const one = (kind: string) => mapParameters((name) => g.variable(`${kind}/${name}`, "float32", layouts[name].shape));
  return { parameters: one("parameter"), firstMoments: one("first"), secondMoments: one("second") };
}

export interface SplitVariables {
  /** uint8 [count, 28, 28, 1] */
  readonly images: Variable;
  /** uint8 [count] */
  readonly labels: Variable;
}

export function splitVariables(g: Graph, split: string): SplitVariables {
  return {
    images: g.variable(`${split}/images`, "uint8", [-1, imageSide, imageSide, 1]),
    labels: g.variable(`${split}/labels`, "uint8", [-1]),
  };
}
