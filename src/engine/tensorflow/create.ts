import { cpus } from "node:os";
import { InputError } from "../../errors/errors.js";
import { firstLine } from "../../errors/first-line.js";
import { ohemCommand } from "../../files/ohem-command.js";
import type { Engine, EngineOptions } from "../engine.js";
import { engineOn } from "./engine.js";
import { readNvidia } from "./installed/nvidia.js";
import { openNet } from "./net/open.js";
import { openRuntime } from "./runtime/open.js";

export interface TensorflowOptions extends EngineOptions {
  /** `gpu`: a GPU or an error. `any`: a GPU that computes, else the CPU; the engine's description shows which */
  readonly device: "gpu" | "any";
  /** lets TensorFlow's own log through to stderr */
  readonly verbose?: boolean;
  /** whether the caller can use another engine instead, so that an error may advise one; default true */
  readonly replaceable?: boolean | undefined;
}

/**
 * The engine on TensorFlow's own kernels, through the native part of tfjs-node. Every node of its graph is pinned to
 * one device, and the net runs on an example before this returns: TensorFlow cannot silently move part of it elsewhere.
 * @throws InputError when there is no usable TensorFlow, or with `gpu` no GPU that computes
 */
export async function createTensorflowEngine(options: TensorflowOptions): Promise<Engine> {
  const { device, verbose = false, replaceable = true } = options;
  const runtime = openRuntime(device, verbose, replaceable);
  const on = (device: string) => `tensorflow ${runtime.binding.TF_Version} on ${device}`;
  const cpu = `/device:CPU:0 (${cpus()[0]?.model.trim() ?? "unknown"})`;
  if (!runtime.gpu) {
    if (device === "gpu") throw noGpu(`TensorFlow (${runtime.origin}) sees no GPU`, replaceable);
    return engineOn(openNet(runtime, "CPU", options), on(cpu), options);
  }
  const gpu = `/device:GPU:0 (${readNvidia()?.gpus[0] ?? "unknown GPU"})`;
  try {
    return engineOn(openNet(runtime, "GPU", options), on(gpu), options);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = firstLine(error);
    if (device === "gpu") throw noGpu(`the net does not run on ${gpu}: ${reason}`, replaceable);
    const description = `${on(cpu)}, because the net does not run on ${gpu}: ${reason}`;
    return engineOn(openNet(runtime, "CPU", options), description, options);
  }
}

function noGpu(problem: string, replaceable: boolean): InputError {
  const orElse = replaceable ? ", or use the engine tensorflow, which also runs on the CPU" : "";
  return new InputError(`${problem}; run "${ohemCommand()} doctor" to see what is missing${orElse}`);
}
