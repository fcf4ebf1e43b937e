import { statfs } from "node:fs/promises";
import { InputError } from "../errors/errors.js";
import { describeSize } from "./folder-size.js";
import type { Plan } from "./plan.js";

export const otherDisk = "free some space, or name a folder on another disk with OHEM_HOME";

/** Bytes at most while it is installed, from measurements with TensorFlow 2.21 (and CUDA 12.9). */
const neededBytes = { cpu: 1.9e9, cuda: 10e9, package: 0.35e9 } as const;

/** What an installation needs in its folder, with temporary files; less stays in the end. */
export function spaceNeeded({ tensorflow }: Plan): number {
  return neededBytes["found" in tensorflow ? "package" : tensorflow.download.variant];
}

/** @throws InputError when the disk of the plan's folder, which is there, has too little space */
export async function requireSpace(plan: Plan): Promise<void> {
  const { folder } = plan;
  const { blocks, bavail, bsize } = await statfs(folder);
  const [needed, free] = [spaceNeeded(plan), bavail * bsize];
  // Some file systems do not say how large they are.
  if (blocks === 0 || free >= needed) return;
  const problem = `the installation needs about ${describeSize(needed)} there, and ${describeSize(free)} are free`;
  throw new InputError(`${folder}: ${problem}; ${otherDisk}`);
}
