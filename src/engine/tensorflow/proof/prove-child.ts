import { loadRuntime } from "../runtime/load.js";
import { convolves } from "./convolves.js";
import { type ChildProof, noGpuSeen } from "./prove.js";

/**
 * Runs in a separate process, because an incompatible TensorFlow can end the process that loads it. Argument: the
 * package's folder. Writes a ChildProof as the last line of stdout; TensorFlow's log goes to stderr.
 */
const runtime = loadRuntime(process.argv[2], true);
const proof: ChildProof = {
  tensorflow: runtime.binding.TF_Version,
  cpu: convolves(runtime, "/device:CPU:0"),
  gpu: runtime.gpu ? convolves(runtime, "/device:GPU:0") : noGpuSeen,
};
process.stdout.write(`\n${JSON.stringify(proof)}\n`);
