import { currentBackend } from "./installed.js";

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
  const { proveOnGpu } = await import("./prove-on-gpu.js");
  return proveOnGpu(backend.folder);
}
