import { join } from "node:path";
import { backendsFolder } from "../engine/tensorflow/installed/home.js";
import { readNvidia } from "../engine/tensorflow/installed/nvidia.js";
import { InputError } from "../errors/errors.js";
import lock from "./npm-lock.json" with { type: "json" };
import { requireSupported, thisPlatform } from "./platform.js";
import { findPython, type Python, type PythonTensorflow } from "./python.js";
import { findCompiler, findInstaller, findNpm } from "./tools.js";

export interface InstallOptions {
  /** what TensorFlow has to be built for; undefined: for CUDA where there is an NVIDIA driver */
  readonly variant?: "cpu" | "cuda";
  readonly python?: string;
  /** a version of TensorFlow */
  readonly tensorflow?: string;
}

/** What an installation will do, with everything found that it needs. */
export interface Plan {
  readonly python: Python;
  readonly npm: string;
  readonly compiler: string;
  /** TensorFlow that is there, or how to get it */
  readonly tensorflow: { readonly found: PythonTensorflow } | { readonly download: Download };
  readonly folder: string;
}

export interface Download {
  readonly tool: "pip" | "uv";
  /** as pip and uv take it */
  readonly requirement: string;
  readonly variant: "cpu" | "cuda";
}

export const tfjsVersion = lock.packages["node_modules/@tensorflow/tfjs-node-gpu"].version;

/** @throws InputError for what is missing on this machine */
export async function planInstall(options: InstallOptions): Promise<Plan> {
  requireSupported(thisPlatform());
  checkVersion(options.tensorflow);
  const compiler = await findCompiler();
  const npm = await findNpm();
  const python = await findPython(options.python);
  const variant = options.variant ?? (readNvidia() === undefined ? "cpu" : "cuda");
  const found = fitting(python.tensorflow, variant, options.tensorflow);
  const tensorflow = found ? { found } : { download: await planDownload(python, variant, options.tensorflow) };
  return { python, npm, compiler, tensorflow, folder: backendsFolder() };
}

/** TensorFlow built for CUDA computes on a CPU as well. */
function fitting(
  found: PythonTensorflow | null,
  variant: "cpu" | "cuda",
  version: string | undefined,
): PythonTensorflow | undefined {
  if (found === null) return undefined;
  const fits = (version === undefined || found.version === version) && (variant === "cpu" || found.cuda !== null);
  return fits ? found : undefined;
}

async function planDownload(python: Python, variant: "cpu" | "cuda", version: string | undefined): Promise<Download> {
  const name = variant === "cuda" ? "tensorflow[and-cuda]" : "tensorflow-cpu";
  const requirement = version === undefined ? name : `${name}==${version}`;
  return { tool: await findInstaller(python), requirement, variant };
}

function checkVersion(version: string | undefined): void {
  if (version !== undefined && !/^\d+\.\d+\.\d+\w*$/.test(version)) {
    throw new InputError(`--tensorflow ${version}: expected a version such as 2.21.0`);
  }
}

/** For people, one line a stage. */
export function describePlan({ python, npm, compiler, tensorflow, folder }: Plan): string[] {
  const from = `${python.command} (Python ${python.version})`;
  return [
    `@tensorflow/tfjs-node-gpu ${tfjsVersion}: through ${npm}, pinned with its integrity, install scripts off; 300 MB on disk`,
    "found" in tensorflow
      ? `tensorflow ${tensorflow.found.version}: from ${from}, ${tensorflow.found.folder}; nothing to download`
      : `${tensorflow.download.requirement}: through ${tensorflow.download.tool} for ${from}; ${downloadSizes[tensorflow.download.variant]}`,
    `its native binding: compiled with ${compiler} against that TensorFlow`,
    "proof: in a process of its own it has to load and to compute a convolution",
    `folder: ${join(folder, "...")}, in one step when all of it is there`,
  ];
}

/** Of TensorFlow 2.21, with the libraries of CUDA 12.9; as it is once it is pruned. */
const downloadSizes = {
  cpu: "about 270 MB to download, 0.8 GB on disk",
  cuda: "about 3.4 GB to download, 5.7 GB on disk",
} as const;
