import { fileURLToPath } from "node:url";
import { RunError } from "../../../errors/errors.js";
import { runTool } from "../../../files/run-tool.js";

/** The findings of the child process. */
export interface ChildProof {
  readonly tensorflow: string;
  /** true, or why not */
  readonly cpu: true | string;
  readonly gpu: true | string;
}

export const noGpuSeen = "TensorFlow sees no GPU";

export interface Proof extends ChildProof {
  /** the GPU in TensorFlow's log: name and compute capability */
  readonly device: string | undefined;
}

/**
 * Loads TensorFlow in a child process, and runs a convolution on every kind of device that it has.
 * @param packageFolder of tfjs-node-gpu or tfjs-node
 * @throws RunError when it cannot be loaded, with its output
 */
export async function prove(packageFolder: string, signal?: AbortSignal): Promise<Proof> {
  const child = fileURLToPath(new URL("./prove-child.js", import.meta.url));
  // from the sources (npm run dev) the child needs the loader that reads TypeScript, too
  const loader = import.meta.url.endsWith(".ts") ? process.execArgv : [];
  const { TF_CPP_MIN_LOG_LEVEL: _, ...environment } = process.env;
  const { stdout, stderr } = await runTool(process.execPath, [...loader, child, packageFolder], {
    environment,
    timeoutSeconds: 180,
    ...(signal && { signal }),
  });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  try {
    const proof = JSON.parse(last) as ChildProof;
    return { ...proof, gpu: proof.gpu === noGpuSeen ? whyIn(stderr) : proof.gpu, device: deviceIn(stderr) };
  } catch (error) {
    throw new RunError(`the proof printed no readable result: ${last.slice(0, 200)}`, { cause: error });
  }
}

/** From "Created device /job:... -> device: 0, name: NVIDIA H200, pci bus id: ..., compute capability: 9.0". */
function deviceIn(log: string): string | undefined {
  const created = log.match(/Created device .*?name: ([^,]+), .*?compute capability: ([\d.]+)/);
  return created ? `${created[1]}, compute capability ${created[2]}` : undefined;
}

/** TensorFlow's log names the problem with the driver or CUDA's libraries, after "E0000 00:00:1 2 file.cc:52] ". */
function whyIn(log: string): string {
  const line = log.split("\n").find((line) => /cuInit|CUDA_ERROR|dlopen|GPU librar|cuda drivers/i.test(line));
  return line === undefined ? noGpuSeen : `${noGpuSeen}: ${line.replace(/^[IWEF\d].*?\] /, "").trim()}`;
}
