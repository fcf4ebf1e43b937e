import { currentBackend } from "../backend/installed.js";
import { packageFolder } from "../backend/manifest.js";
import type { Nvidia } from "../backend/nvidia.js";
import { keepProof, machineKey } from "../backend/proofs.js";
import { type Proof, prove } from "../backend/prove.js";
import { type Candidate, candidates } from "../runtime/locate.js";
import type { Check } from "./check.js";

/** A TensorFlow that was tried. */
export interface Tried {
  readonly check: Check;
  /** of a GPU that has computed a convolution */
  readonly gpu: string | undefined;
}

/** Tries every TensorFlow that engines could use, in processes of their own, and keeps the proof of the installed one. */
export async function tryAll(nvidia: Nvidia | undefined): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const candidate of candidates()) tried.push(await tryOne(candidate, nvidia));
  return tried;
}

async function tryOne({ folder, origin }: Candidate, nvidia: Nvidia | undefined): Promise<Tried> {
  try {
    const proof = await prove(folder);
    const backend = currentBackend();
    if (nvidia && backend && folder === packageFolder(backend.folder))
      keepProof(backend.folder, machineKey(nvidia), proof);
    return {
      check: describe(origin, proof),
      gpu: proof.gpu === true ? (proof.device ?? nvidia?.gpus[0] ?? "a GPU") : undefined,
    };
  } catch (error) {
    const found = `${origin} does not work: ${(error as Error).message}`;
    return { check: { name: "tensorflow", state: "missing", found, mend: "npx ohem backend install" }, gpu: undefined };
  }
}

function describe(origin: string, { tensorflow, cpu, gpu, device }: Proof): Check {
  const what = `TensorFlow ${tensorflow} (${origin})`;
  if (gpu === true)
    return { name: "tensorflow", state: "ok", found: `${what} computes convolutions on ${device ?? "a GPU"}` };
  if (cpu === true)
    return { name: "tensorflow", state: "ok", found: `${what} computes convolutions on the CPU; no GPU: ${gpu}` };
  return {
    name: "tensorflow",
    state: "missing",
    found: `${what} computes nothing: ${cpu}`,
    mend: "npx ohem backend install",
  };
}
