import { currentBackend, type WorkingBackend } from "../engine/tensorflow/installed/installed.js";
import { libraryFolder, packageFolder } from "../engine/tensorflow/installed/manifest.js";
import { readNvidia } from "../engine/tensorflow/installed/nvidia.js";
import { keepProof, machineKey } from "../engine/tensorflow/installed/proofs.js";
import { type Proof, prove } from "../engine/tensorflow/proof/prove.js";
import type { Installed, OnProgress } from "./install.js";
import { fitting, type InstallOptions, tfjsVersion, variantOf } from "./plan.js";
import { findPython } from "./python.js";

/**
 * The backend in use, if it is what the options ask for and is proven again to compute.
 * @throws SettingError for a named Python that does not run
 */
export async function alreadyInstalled(
  options: InstallOptions,
  onProgress: OnProgress,
): Promise<Installed | undefined> {
  const backend = currentBackend();
  if (backend === undefined || !(await fits(backend, options))) return undefined;
  const { name, folder, manifest } = backend;
  const proof = await prove(packageFolder(folder)).catch((error: Error) => error.message);
  const problem = problemOf(proof, manifest.tensorflow);
  if (typeof proof === "string" || problem !== undefined) {
    onProgress(`${name} is installed, but does not work: ${problem}`);
    return undefined;
  }
  const nvidia = readNvidia();
  if (nvidia) await keepProof(folder, machineKey(nvidia), proof);
  return { name, folder, proof };
}

async function fits({ folder, manifest }: WorkingBackend, options: InstallOptions): Promise<boolean> {
  const variant = variantOf(options);
  if (manifest.tfjs !== tfjsVersion || (variant === "cuda" && manifest.cuda === null)) return false;
  if (options.tensorflow !== undefined && options.tensorflow !== manifest.tensorflow) return false;
  if (options.python === undefined) return true;
  const { tensorflow } = await findPython(options.python);
  const found = fitting(tensorflow, variant, options.tensorflow);
  const library = libraryFolder(folder, manifest);
  return found === undefined ? library.startsWith(folder) : library === found.folder;
}

/** A Python's TensorFlow may have been replaced by another version since the binding was compiled. */
function problemOf(proof: Proof | string, tensorflow: string): string | undefined {
  if (typeof proof === "string") return proof;
  if (proof.cpu !== true) return proof.cpu;
  return proof.tensorflow === tensorflow ? undefined : `its TensorFlow is now ${proof.tensorflow}`;
}
