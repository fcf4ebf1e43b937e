import { InputError } from "../../../errors/errors.js";
import { firstLine } from "../../../errors/first-line.js";
import { ohemCommand } from "../../../files/ohem-command.js";
import { loadRuntime, type Runtime } from "./load.js";
import { type Candidate, candidates } from "./locate.js";

export interface OpenRuntime extends Runtime {
  /** for people: where this TensorFlow comes from */
  readonly origin: string;
}

/**
 * Loads the first TensorFlow that can be loaded. A process can have only one: later calls return the same as long as it
 * stays installed.
 * @param replaceable whether the caller can use another engine instead
 * @throws InputError when there is none, with the reason of each that could not be loaded
 */
export function openRuntime(device: "gpu" | "any", verbose: boolean, replaceable = true): OpenRuntime {
  const all = candidates();
  const fitting = device === "gpu" ? all.filter(({ cuda }) => cuda) : all;
  if (fitting.length === 0) throw new InputError(nothingHere(device, all, replaceable));
  const problems: string[] = [];
  for (const { folder, origin, quiet } of fitting) {
    try {
      return { ...loadRuntime(folder, verbose, quiet), origin };
    } catch (error) {
      problems.push(`${origin}: ${firstLine(error)}`);
    }
  }
  throw new InputError(
    `TensorFlow cannot be loaded (${problems.join("; ")}); ` +
      `run "${ohemCommand()} backend install" for one that can, "${ohemCommand()} doctor" for details`,
  );
}

function nothingHere(device: "gpu" | "any", all: readonly Candidate[], replaceable: boolean): string {
  const install = `${ohemCommand()} backend install`;
  const orElse = replaceable ? ", or use the wasm engine, which needs none" : "";
  if (device === "any") return `no TensorFlow backend is installed; run "${install}"${orElse}`;
  const cpuOnly = all.length > 0 ? ` (${all.map(({ origin }) => origin).join(", ")} is CPU-only)` : "";
  return `no TensorFlow backend for GPUs is installed${cpuOnly}; run "${install} --cuda"${orElse}`;
}
