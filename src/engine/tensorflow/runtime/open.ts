import { InputError } from "../../../errors/errors.js";
import { loadRuntime, type Runtime } from "./load.js";
import { type Candidate, candidates } from "./locate.js";

export interface OpenRuntime extends Runtime {
  /** for people: which TensorFlow it is */
  readonly origin: string;
}

/**
 * Loads the first TensorFlow that can be loaded. A process can have only one: the next call gets the same again as long as it stays installed.
 * @throws InputError when there is none, with the reason of each that could not be loaded
 */
export function openRuntime(device: "gpu" | "any", verbose: boolean): OpenRuntime {
  const all = candidates();
  const fitting = device === "gpu" ? all.filter(({ cuda }) => cuda) : all;
  if (fitting.length === 0) throw new InputError(nothingHere(device, all));
  const problems: string[] = [];
  for (const { folder, origin, quiet } of fitting) {
    try {
      return { ...loadRuntime(folder, verbose, quiet), origin };
    } catch (error) {
      problems.push(`${origin}: ${String((error as Error).message).split("\n", 1)[0]}`);
    }
  }
  throw new InputError(
    `TensorFlow cannot be loaded (${problems.join("; ")}); "npx ohem backend install" makes one that can, "ohem doctor" tells more`,
  );
}

function nothingHere(device: "gpu" | "any", all: readonly Candidate[]): string {
  if (device === "any") {
    return 'no TensorFlow backend is installed; "npx ohem backend install" installs one, "--engine wasm" needs none';
  }
  const cpuOnly = all.length > 0 ? ` (${all.map(({ origin }) => origin).join(", ")} is for the CPU alone)` : "";
  return `no TensorFlow backend for GPUs is installed${cpuOnly}; "npx ohem backend install --cuda" installs one, "--engine wasm" needs none`;
}
