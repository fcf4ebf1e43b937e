import { join } from "node:path";
import { backendsFolder } from "../engine/tensorflow/installed/home.js";
import { readNvidia } from "../engine/tensorflow/installed/nvidia.js";
import { SettingError } from "../errors/errors.js";
import { describeSize } from "./folder-size.js";
import lock from "./npm-lock.json" with { type: "json" };
import { requireSupported, thisPlatform } from "./platform.js";
import { findPython, type Python, type PythonTensorflow } from "./python.js";
import { spaceNeeded } from "./space.js";
import { findCompiler, findInstaller, findNpm } from "./tools.js";

export interface InstallOptions {
  /** what TensorFlow must be built for (default: CUDA if there is an NVIDIA driver) */
  readonly variant?: "cpu" | "cuda";
  readonly python?: string;
  /** a version of TensorFlow */
  readonly tensorflow?: string;
}

/** What an installation will do, and the tools that were found for it. */
export interface Plan {
  readonly python: Python;
  readonly npm: string;
  readonly compiler: string;
  /** an existing TensorFlow, or how to get one */
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

/** @throws InputError for tools that are missing on this machine; SettingError for an option that does not fit */
export async function planInstall(options: InstallOptions): Promise<Plan> {
  requireSupported(thisPlatform());
  checkVersion(options.tensorflow);
  const compiler = await findCompiler();
  const npm = await findNpm();
  const python = await findPython(options.python);
  const variant = variantOf(options);
  const found = fitting(python.tensorflow, variant, options.tensorflow);
  const tensorflow = found ? { found } : { download: await planDownload(python, variant, options.tensorflow) };
  return { python, npm, compiler, tensorflow, folder: backendsFolder() };
}

export function variantOf({ variant }: InstallOptions): "cpu" | "cuda" {
  return variant ?? (readNvidia() === undefined ? "cpu" : "cuda");
}

/** A TensorFlow for CUDA also computes on a CPU. */
export function fitting(
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
    throw new SettingError("tensorflow", `expected a version such as 2.21.0, got ${version}`);
  }
}

/** For people, one line a stage. */
export function describePlan(plan: Plan): string[] {
  const { python, npm, compiler, tensorflow, folder } = plan;
  const from = `${python.command} (Python ${python.version})`;
  return [
    `@tensorflow/tfjs-node-gpu ${tfjsVersion}: through ${npm}, pinned by its integrity, install scripts off; ` +
      "300 MB on disk",
    "found" in tensorflow
      ? `tensorflow ${tensorflow.found.version}: from ${from}, ${tensorflow.found.folder}; nothing to download`
      : describeDownload(tensorflow.download, from),
    `its native binding: compiled with ${compiler} against that TensorFlow`,
    "proof: it must load and compute a convolution, in a separate process",
    `folder: ${join(folder, "...")}, in one step once it is complete`,
    `space: about ${describeSize(spaceNeeded(plan))} in that folder while it is installed`,
  ];
}

function describeDownload({ requirement, tool, variant }: Download, from: string): string {
  return `${requirement}: through ${tool} for ${from}; ${downloadSizes[variant]}`;
}

/** Of TensorFlow 2.21 with the libraries of CUDA 12.9; the size on disk is after pruning. */
const downloadSizes = {
  cpu: "about 270 MB to download, 0.8 GB on disk",
  cuda: "about 3.4 GB to download, 5.7 GB on disk",
} as const;
