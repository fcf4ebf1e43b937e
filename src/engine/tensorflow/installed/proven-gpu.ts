import { type Proof, prove } from "../proof/prove.js";
import { currentBackend } from "./installed.js";
import { packageFolder } from "./manifest.js";
import { readNvidia } from "./nvidia.js";
import { keepProof, keptProof, machineKey } from "./proofs.js";

export interface ProvenGpu {
  readonly proven: boolean;
  /** for people: which device was proven, or why there is none */
  readonly reason: string;
}

/**
 * Finds out if a GPU of this machine is proven to compute with the installed backend. Without a backend built for CUDA
 * nothing is probed. A driver or GPU without a kept proof is proven once, in a child process, which takes some seconds.
 */
export async function provenGpu(): Promise<ProvenGpu> {
  const backend = currentBackend();
  if (backend === undefined) return { proven: false, reason: "no TensorFlow backend is installed" };
  if (backend.manifest.cuda === null) return { proven: false, reason: "the installed TensorFlow is CPU-only" };
  const nvidia = readNvidia();
  if (nvidia === undefined) return { proven: false, reason: "there is no NVIDIA driver" };
  const key = machineKey(nvidia);
  try {
    const { gpu, device } = keptProof(backend.folder, key) ?? (await proveAndKeep(backend.folder, key));
    return gpu === true
      ? { proven: true, reason: `a convolution was proven to run on ${device ?? nvidia.gpus[0] ?? "a GPU"}` }
      : { proven: false, reason: `no GPU is proven to compute (${gpu})` };
  } catch (error) {
    return { proven: false, reason: `the installed TensorFlow backend does not work: ${(error as Error).message}` };
  }
}

async function proveAndKeep(backend: string, key: string): Promise<Proof> {
  const proof = await prove(packageFolder(backend));
  await keepProof(backend, key, proof);
  return proof;
}
