import { availableParallelism } from "node:os";
import { defaultAdam, type EngineOptions } from "../../engine.js";
import { createGraph } from "../graph/graph.js";
import { openSession, type Session } from "../graph/session.js";
import type { Runtime } from "../runtime/load.js";
import { addNet } from "./net.js";
import { type StateOnDevice, stateOnDevice, uploadSplit } from "./on-device.js";
import { createSteps, type Steps } from "./steps.js";

/** The net with its data and its state on a device. */
export interface NetOnDevice {
  readonly session: Session;
  readonly steps: Steps;
  readonly state: StateOnDevice;
}

/** More chains than this make each one's share of a batch of 64 too small. */
const maxChains = 4;

/** A GPU is one chain: it runs a kernel over the whole batch at once. */
function chainsOf(kind: "GPU" | "CPU"): number {
  return kind === "GPU" ? 1 : Math.min(availableParallelism(), maxChains);
}

/** @throws TensorFlow's error when it cannot have the graph on that device */
export function openNet(
  runtime: Runtime,
  kind: "GPU" | "CPU",
  options: EngineOptions,
  chains = chainsOf(kind),
): NetOnDevice {
  const graph = createGraph(runtime.protobuf, `/device:${kind}:0`);
  const { adam = defaultAdam } = options;
  addNet(graph, { classes: options.classes, chains, adam });
  const session = openSession(runtime.binding, graph);
  try {
    const state = stateOnDevice(session, options.classes);
    state.check(options.initial);
    state.write(options.initial);
    for (const split of ["train", "test"] as const) {
      const data = options[split];
      if (data !== undefined) uploadSplit(session, split, data);
    }
    const steps = createSteps(session, chains, adam);
    tryOut(steps, state, options, chains);
    return { session, steps, state };
  } catch (error) {
    session.close();
    throw error;
  }
}

/**
 * Runs everything once: operations that the device does not support fail here and not in the middle of a run, and no
 * step waits for TensorFlow's preparations.
 */
function tryOut(
  steps: Steps,
  state: StateOnDevice,
  { train, batchSize, initial }: EngineOptions,
  chains: number,
): void {
  if (train === undefined) {
    steps.evaluate("test", [0]);
    return;
  }
  const indices = Array.from({ length: Math.min(chains, batchSize, train.count) }, (_, i) => i);
  steps.forward(indices);
  steps.backward(indices, new Float32Array(indices.length).fill(1), 1, 0);
  state.write(initial);
}
