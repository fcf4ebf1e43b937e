import { mapParameters, parameterNames, parameterSizes } from "../../../model/net.js";
import type { Adam, Split } from "../../engine.js";
import type { Graph, Output, Variable } from "../graph/graph.js";
import { assign, copy, read, sum } from "../graph/operations.js";
import { adamNodes } from "./adam.js";
import { backwardNodes } from "./backward.js";
import { forwardNodes, readParameters, zeroOrNaN } from "./forward.js";
import { keep, keptActivations } from "./kept.js";
import { tensorflowLayouts } from "./layout.js";
import { type NetVariables, netVariables, splitVariables } from "./variables.js";

/**
 * The names that a session feeds and fetches. A batch is cut into as many parts as there are chains, which TensorFlow
 * runs side by side: at this size that beats its own threads inside each kernel (1.8 ms a step against 2.4 on two
 * cores).
 */
export const names = {
  indices: (chain: number, split: Split) => `${split}${chain}/indices`,
  losses: (chain: number, split: Split) => `${split}${chain}/losses`,
  logits: (chain: number, split: Split) => `${split}${chain}/logits`,
  /** @param chains how many of them, from the first on, have examples */
  kept: (chains: number) => `kept${chains}`,
  rows: (chain: number) => `selected${chain}/rows`,
  selected: (chain: number) => `selected${chain}/indices`,
  weights: (chain: number) => `selected${chain}/weights`,
  learningRate: "learningRate",
  epsilon: "epsilon",
  /** @param chains how many of them, from the first on, have selected examples */
  stepped: (chains: number) => `stepped${chains}`,
  decayed: "decayed",
  write: (variable: string) => `write/${variable}`,
  read: (variable: string) => `read/${variable}`,
  stateWritten: "stateWritten",
  dataWritten: (split: Split) => `${split}/written`,
} as const;

export interface NetSettings {
  readonly classes: number;
  readonly chains: number;
  readonly adam: Adam;
}

/** The variables of the complete state, in the order in which it is written and read. */
export const stateNames = ["parameter", "first", "second"].flatMap((kind) =>
  parameterNames.map((name) => `${kind}/${name}`),
);

/** Adds everything that the engine needs of TensorFlow to one graph. */
export function addNet(g: Graph, settings: NetSettings): void {
  const variables = netVariables(g, settings.classes);
  const splits = { train: splitVariables(g, "train"), test: splitVariables(g, "test") };
  addState(g, variables, settings.classes);
  for (const split of ["train", "test"] as const) {
    const { images, labels } = splits[split];
    const written = [write(g, `${split}/images`, images, [-1, 28, 28, 1]), write(g, `${split}/labels`, labels, [-1])];
    g.done(names.dataWritten(split), written);
  }

  const parameters = readParameters(g, variables.parameters);
  const health = zeroOrNaN(g, parameters);
  const chains = Array.from({ length: settings.chains }, (_, chain) => chain);
  const forward = chains.map((chain) => {
    addForward(g, chain, "test", parameters, health, splits.test);
    return addForward(g, chain, "train", parameters, health, splits.train);
  });
  const kept = keptActivations(g, settings.classes);
  const gradients = chains.map((chain) =>
    backwardNodes(g, parameters, splits.train, kept, fedSelection(g, chain), settings.classes),
  );
  const feeds = {
    learningRate: g.fed(names.learningRate, "float32", []),
    epsilon: g.fed(names.epsilon, "float32", []),
  };
  // a parameter must not change before the backward pass has read it
  const reads = Object.values(parameters);
  // a call leaves out empty chains: some of TensorFlow's kernels reject empty tensors
  for (let count = 1; count <= settings.chains; count++) {
    g.done(names.kept(count), keep(g, kept, forward.slice(0, count)));
    const total = mapParameters((name) =>
      sum(
        g,
        gradients.slice(0, count).map((gradient) => gradient[name]),
      ),
    );
    g.done(names.stepped(count), adamNodes(g, variables, total, settings.adam, feeds, reads));
  }
  g.done(names.decayed, adamNodes(g, variables, zeroGradient(g, settings.classes), settings.adam, feeds, []));
}

function addForward(
  g: Graph,
  chain: number,
  split: Split,
  parameters: ReturnType<typeof readParameters>,
  health: Output,
  data: ReturnType<typeof splitVariables>,
): ReturnType<typeof forwardNodes> {
  const nodes = forwardNodes(g, parameters, data, g.fed(names.indices(chain, split), "int32", [-1]));
  g.node("AddV2", [nodes.losses, health], { T: { type: "float32" } }, names.losses(chain, split));
  g.node("Identity", [nodes.logits], { T: { type: "float32" } }, names.logits(chain, split));
  return nodes;
}

function fedSelection(g: Graph, chain: number) {
  return {
    rows: g.fed(names.rows(chain), "int32", [-1]),
    indices: g.fed(names.selected(chain), "int32", [-1]),
    weights: g.fed(names.weights(chain), "float32", [-1, 1]),
  };
}

function addState(g: Graph, variables: NetVariables, classes: number): void {
  const layouts = tensorflowLayouts(classes);
  const kinds = [variables.parameters, variables.firstMoments, variables.secondMoments];
  const all = kinds.flatMap((kind) =>
    parameterNames.map((name) => ({ variable: kind[name], shape: layouts[name].shape })),
  );
  const written = all.map(({ variable, shape }, i) => write(g, stateNames[i], variable, shape));
  g.done(names.stateWritten, written);
  all.forEach(({ variable }, i) => {
    read(g, variable, names.read(stateNames[i]));
  });
}

function write(g: Graph, name: string, variable: Variable, shape: readonly number[]): Output {
  return assign(g, variable, copy(g, g.fed(names.write(name), variable.type, shape), variable.type));
}

function zeroGradient(g: Graph, classes: number) {
  const layouts = tensorflowLayouts(classes);
  const sizes = parameterSizes(classes);
  return mapParameters((name) =>
    g.constant({ type: "float32", shape: layouts[name].shape, values: new Float32Array(sizes[name]) }),
  );
}
