import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "../../../files/read-if-there.js";

/** The NVIDIA driver of this machine, and its GPUs by name. */
export interface Nvidia {
  readonly driver: string;
  readonly gpus: readonly string[];
}

/** @returns undefined without a driver */
export function readNvidia(): Nvidia | undefined {
  return fromKernel("/proc/driver/nvidia") ?? fromTool();
}

/** From the kernel module: at once, where nvidia-smi can take a second. */
function fromKernel(folder: string): Nvidia | undefined {
  const version = readIfThere(join(folder, "version"));
  const driver = version?.match(/Kernel Module[^\n]*?\s(\d+\.\d+(?:\.\d+)?)\s/)?.[1];
  if (driver === undefined || !existsSync(join(folder, "gpus"))) return undefined;
  const gpus = readdirSync(join(folder, "gpus")).flatMap((gpu) => {
    const model = readIfThere(join(folder, "gpus", gpu, "information"))?.match(/^Model:\s*(.+)$/m)?.[1];
    return model === undefined ? [] : [model.trim()];
  });
  return { driver, gpus };
}

/** For drivers that are no kernel module of this system, as in WSL. */
function fromTool(): Nvidia | undefined {
  const { status, stdout } = spawnSync("nvidia-smi", ["--query-gpu=driver_version,name", "--format=csv,noheader"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  if (status !== 0) return undefined;
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(/,\s*/));
  const driver = rows[0]?.[0];
  return driver ? { driver, gpus: rows.map((row) => row.slice(1).join(", ")) } : undefined;
}
