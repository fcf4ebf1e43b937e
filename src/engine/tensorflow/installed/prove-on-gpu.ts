import { type Proof, prove } from "../proof/prove.js";
import { packageFolder } from "./manifest.js";
import { readNvidia } from "./nvidia.js";
import { keepProof, keptProof, machineKey } from "./proofs.js";
import type { ProvenGpu } from "./proven-gpu.js";

/** `provenGpu` where a backend for CUDA is installed; most starts need nothing of this. @param backend its folder */
export async function proveOnGpu(backend: string): Promise<ProvenGpu> {
  const nvidia = readNvidia();
  if (nvidia === undefined) return { proven: false, reason: "there is no NVIDIA driver" };
  const key = machineKey(nvidia);
  try {
    const { gpu, device } = keptProof(backend, key) ?? (await proveAndKeep(backend, key));
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
