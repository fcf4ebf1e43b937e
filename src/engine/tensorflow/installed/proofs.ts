import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Proof } from "../proof/prove.js";
import type { Nvidia } from "./nvidia.js";

const keptSchema = v.record(
  v.string(),
  v.object({ gpu: v.union([v.literal(true), v.string()]), device: v.optional(v.string()) }),
);

/** Whether a GPU computed, as it was found once, and on which. */
export type KeptProof = v.InferOutput<typeof keptSchema>[string];

/** What a proof holds for: another driver, GPU or choice of visible devices needs another. */
export function machineKey({ driver, gpus }: Nvidia): string {
  const { CUDA_VISIBLE_DEVICES } = process.env;
  return [
    `driver ${driver}`,
    ...gpus,
    ...(CUDA_VISIBLE_DEVICES === undefined ? [] : [`visible: ${CUDA_VISIBLE_DEVICES}`]),
  ].join("; ");
}

const fileOf = (backend: string) => join(backend, "proofs.json");

/** @returns every kept proof by its key; none when the file is missing or damaged */
function readProofs(backend: string): Record<string, KeptProof> {
  try {
    return v.parse(keptSchema, JSON.parse(readFileSync(fileOf(backend), "utf8")));
  } catch {
    return {};
  }
}

export function keptProof(backend: string, key: string): KeptProof | undefined {
  return readProofs(backend)[key];
}

export function keepProof(backend: string, key: string, { gpu, device }: Proof): void {
  const all = { ...readProofs(backend), [key]: { gpu, ...(device !== undefined && { device }) } };
  const temporary = `${fileOf(backend)}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(all, null, 2));
  renameSync(temporary, fileOf(backend));
}
