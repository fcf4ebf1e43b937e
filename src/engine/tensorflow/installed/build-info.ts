import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The versions of CUDA and cuDNN that a TensorFlow was built for. */
export interface CudaVersions {
  readonly cuda: string;
  readonly cudnn: string;
}

/** Reads the build information in TensorFlow's wheel. @returns null for a CPU-only build */
export async function builtFor(tensorflow: string): Promise<CudaVersions | null> {
  const text = await readFile(join(tensorflow, "python", "platform", "build_info.py"), "utf8");
  const value = (key: string) => text.match(new RegExp(`'${key}', '?([\\w.]+)'?\\)`))?.[1] ?? "unknown";
  return value("is_cuda_build") === "True" ? { cuda: value("cuda_version"), cudnn: value("cudnn_version") } : null;
}
