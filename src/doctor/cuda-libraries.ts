import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CudaVersions } from "../engine/tensorflow/installed/build-info.js";

/**
 * CUDA's libraries by the major version of CUDA, which not all of them follow. Source: the .so names of the CUDA 11, 12
 * and 13 toolkits.
 */
const sonames: Record<string, readonly string[]> = {
  "11": ["libcudart.so.11.0", "libcublas.so.11", "libcufft.so.10", "libcusolver.so.11", "libcusparse.so.11"],
  "12": ["libcudart.so.12", "libcublas.so.12", "libcufft.so.11", "libcusolver.so.11", "libcusparse.so.12"],
  "13": ["libcudart.so.13", "libcublas.so.13", "libcufft.so.12", "libcusolver.so.12", "libcusparse.so.12"],
};

/** The libraries that a TensorFlow loads before it uses a GPU. */
export function requiredLibraries({ cuda, cudnn }: CudaVersions): string[] {
  return [...(sonames[cuda.split(".")[0]] ?? []), `libcudnn.so.${cudnn.split(".")[0]}`];
}

/**
 * The libraries that the loader would not find.
 * @param tensorflow the folder of TensorFlow's libraries, whose run path leads to ../nvidia
 */
export function missingLibraries(required: readonly string[], tensorflow: string): string[] {
  const folders = [...wheelFolders(dirname(tensorflow)), ...(process.env.LD_LIBRARY_PATH ?? "").split(":")];
  const cache = loaderCache();
  return required.filter(
    (name) => !cache.has(name) && !folders.some((folder) => folder && existsSync(join(folder, name))),
  );
}

/** NVIDIA's wheels beside TensorFlow's: nvidia/cudnn/lib, nvidia/cublas/lib, ... */
function wheelFolders(packages: string): string[] {
  const nvidia = join(packages, "nvidia");
  return existsSync(nvidia) ? readdirSync(nvidia).map((name) => join(nvidia, name, "lib")) : [];
}

/** The libraries known to the system's loader. */
function loaderCache(): Set<string> {
  for (const ldconfig of ["ldconfig", "/sbin/ldconfig"]) {
    const { status, stdout } = spawnSync(ldconfig, ["-p"], { encoding: "utf8", timeout: 10_000 });
    if (status === 0) return new Set(stdout.split("\n").map((line) => line.trim().split(" ")[0]));
  }
  return new Set();
}
