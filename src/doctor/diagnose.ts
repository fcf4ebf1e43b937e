import { readNvidia } from "../engine/tensorflow/installed/nvidia.js";
import { backendChecks } from "./backends.js";
import type { Check } from "./check.js";
import { dataCheck, dataCheckName } from "./data.js";
import { hostChecks } from "./host.js";
import { tryAll } from "./proofs.js";
import { toolChecks } from "./tools.js";

export interface Diagnosis {
  readonly checks: readonly Check[];
  /** a GPU that has just run a convolution; null: none has */
  readonly gpu: string | null;
}

/** Checks what can run on this machine. The tools for installing are checked only if no TensorFlow works. */
export async function diagnose(): Promise<Diagnosis> {
  const nvidia = readNvidia();
  const driver: Check = nvidia
    ? { name: "nvidia", state: "ok", found: `driver ${nvidia.driver}: ${nvidia.gpus.join(", ") || "no GPU"}` }
    : { name: "nvidia", state: "none", found: "no NVIDIA driver, so no GPU: --engine auto takes wasm" };
  const tried = await tryAll(nvidia);
  const works = tried.some(({ works }) => works);
  return {
    checks: [
      ...hostChecks(),
      await dataCheck(),
      driver,
      ...backendChecks(nvidia !== undefined),
      ...tried.map(({ check }) => check),
      ...(works ? [] : await toolChecks()),
    ],
    gpu: tried.find(({ gpu }) => gpu !== undefined)?.gpu ?? null,
  };
}

/** Whether `ohem train` can train here: any host can, TensorFlow need not be there, the default data set must. */
export function canTrain({ checks }: Diagnosis): boolean {
  return checks.every(({ name, state }) => name !== dataCheckName || state === "ok");
}
