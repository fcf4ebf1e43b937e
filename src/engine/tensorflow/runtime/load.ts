import { createRequire } from "node:module";
import { join } from "node:path";
import type { Protobuf } from "../graph/protobuf.js";
import type { Binding } from "./binding.js";

/** TensorFlow inside this process. */
export interface Runtime {
  readonly binding: Binding;
  readonly protobuf: Protobuf;
  /** whether TensorFlow has created a GPU device, which does not mean that it computes */
  readonly gpu: boolean;
}

const require = createRequire(import.meta.url);

/**
 * Loads `@tensorflow/tfjs-node-gpu` or `tfjs-node`. TensorFlow reads its settings from the environment once, while it
 * loads; variables that the user has set are kept.
 * @param folder of the package
 * @param verbose whether TensorFlow's own log goes to stderr
 * @param quietFile the native module that keeps stderr clean meanwhile, if there is one
 */
export function loadRuntime(folder: string, verbose: boolean, quietFile?: string): Runtime {
  // the graph's chains run side by side, each kernel on one thread
  process.env.TF_NUM_INTRAOP_THREADS ??= "1";
  // oneDNN would otherwise prepare the convolutions' gradients again in each step: 0.2 to 0.4 of the backward pass's
  // 1.3 ms
  process.env.TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE ??= "0";
  // TensorFlow would otherwise take all of the GPU's memory
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true";
  // GPUs would otherwise round factors to ten bits
  process.env.NVIDIA_TF32_OVERRIDE ??= "0";
  process.env.TF_CPP_MIN_LOG_LEVEL ??= verbose ? "0" : "3";
  const silent = process.env.TF_CPP_MIN_LOG_LEVEL !== "0";
  restoreUtilFunctions();
  const quiet = silent && quietFile !== undefined ? loadQuiet(quietFile) : undefined;
  quiet?.silence();
  let binding: Binding;
  try {
    binding = (require(folder) as { backend(): { binding: Binding } }).backend().binding;
  } finally {
    quiet?.restore();
  }
  const protobuf = require(join(folder, "dist", "proto", "api_pb.js")) as Protobuf;
  return { binding, protobuf, gpu: binding.isUsingGpuDevice() };
}

function loadQuiet(file: string): { silence(): void; restore(): void } | undefined {
  try {
    return require(file);
  } catch {
    return undefined;
  }
}

/** tfjs-node 4 calls two functions that Node 23 removed. */
function restoreUtilFunctions(): void {
  const util = require("node:util") as Record<string, unknown>;
  util.isArray ??= Array.isArray;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}
