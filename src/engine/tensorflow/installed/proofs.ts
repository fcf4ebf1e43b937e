import { join } from "node:path";
import * as v from "valibot";
import { jsonBySchema } from "../../../files/json-by-schema.js";
import { readIfThere } from "../../../files/read-if-there.js";
import { writeFileWhole } from "../../../files/write-file.js";
import type { Proof } from "../proof/prove.js";
import type { Nvidia } from "./nvidia.js";

const keptSchema = v.record(
  v.string(),
  v.object({ gpu: v.union([v.literal(true), v.string()]), device: v.optional(v.string()) }),
);

/** The kept result of a proof: whether a GPU computed, or why not, and which. */
export type KeptProof = v.InferOutput<typeof keptSchema>[string];

/** A proof is valid for one driver, its GPUs and the visible devices. */
export function machineKey({ driver, gpus }: Nvidia): string {
  const { CUDA_VISIBLE_DEVICES } = process.env;
  return [
    `driver ${driver}`,
    ...gpus,
    ...(CUDA_VISIBLE_DEVICES === undefined ? [] : [`visible: ${CUDA_VISIBLE_DEVICES}`]),
  ].join("; ");
}

const fileOf = (backend: string) => join(backend, "proofs.json");

/** @returns all kept proofs by key; none if the file is missing or damaged */
function readProofs(backend: string): Record<string, KeptProof> {
  return jsonBySchema(keptSchema, readIfThere(fileOf(backend)) ?? "") ?? {};
}

export function keptProof(backend: string, key: string): KeptProof | undefined {
  return readProofs(backend)[key];
}

/** @throws RunError when it cannot be written */
export async function keepProof(backend: string, key: string, { gpu, device }: Proof): Promise<void> {
  const all = { ...readProofs(backend), [key]: { gpu, device } };
  await writeFileWhole(fileOf(backend), JSON.stringify(all, null, 2));
}
