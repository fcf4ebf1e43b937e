import { currentBackend } from "../engine/tensorflow/installed/installed.js";
import { packageFolder } from "../engine/tensorflow/installed/manifest.js";
import type { Nvidia } from "../engine/tensorflow/installed/nvidia.js";
import { keepProof, machineKey } from "../engine/tensorflow/installed/proofs.js";
import { type Proof, prove } from "../engine/tensorflow/proof/prove.js";
import { type Candidate, candidates } from "../engine/tensorflow/runtime/locate.js";
import { ohemCommand } from "../files/ohem-command.js";
import type { Check } from "./check.js";

/** A TensorFlow that was tried. */
export interface Tried {
  readonly check: Check;
  /** on any device */
  readonly works: boolean;
  /** a GPU that has computed a convolution */
  readonly gpu: string | undefined;
}

/** Tries every TensorFlow that engines could use, each in a separate process; keeps the proof of the installed one. */
export async function tryAll(nvidia: Nvidia | undefined): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const candidate of candidates()) tried.push(await tryOne(candidate, nvidia));
  return tried;
}

async function tryOne(candidate: Candidate, nvidia: Nvidia | undefined): Promise<Tried> {
  const { folder, origin } = candidate;
  try {
    const proof = await prove(folder);
    const backend = currentBackend();
    if (nvidia && backend && folder === packageFolder(backend.folder)) {
      await keepProof(backend.folder, machineKey(nvidia), proof);
    }
    const gpu = proof.gpu === true ? (proof.device ?? nvidia?.gpus[0] ?? "a GPU") : undefined;
    return {
      check: describe(candidate, proof, nvidia !== undefined),
      works: gpu !== undefined || proof.cpu === true,
      gpu,
    };
  } catch (error) {
    const found = `${origin} does not work: ${(error as Error).message}`;
    const check: Check = { name: "tensorflow", state: "missing", found, fix: `${ohemCommand()} backend install` };
    return { check, works: false, gpu: undefined };
  }
}

/** A TensorFlow for CUDA that does not use this machine's GPU is a problem; earlier lines may give the cause. */
function describe({ origin, cuda }: Candidate, proof: Proof, hasDriver: boolean): Check {
  const { tensorflow, cpu, gpu, device } = proof;
  const what = `TensorFlow ${tensorflow} (${origin})`;
  const name = "tensorflow";
  if (gpu === true) return { name, state: "ok", found: `${what} computes convolutions on ${device ?? "a GPU"}` };
  if (cpu !== true) {
    return {
      name,
      state: "missing",
      found: `${what} computes nothing: ${cpu}`,
      fix: `${ohemCommand()} backend install`,
    };
  }
  const state = cuda && hasDriver ? "missing" : "ok";
  return { name, state, found: `${what} computes convolutions on the CPU; no GPU: ${gpu}` };
}
