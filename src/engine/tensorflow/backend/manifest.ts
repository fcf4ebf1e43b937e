import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** backend.json in an installed backend's folder: written last, so that a folder with one was complete. */
const manifestSchema = z.object({
  format: z.literal(1),
  /** of the npm package */
  tfjs: z.string(),
  tensorflow: z.string(),
  /** the folder with TensorFlow's libraries: inside the backend, or a Python's own */
  library: z.string(),
  /** where TensorFlow came from, for people */
  source: z.string(),
  /** versions that TensorFlow was built for; null: TensorFlow for the CPU alone */
  cuda: z.object({ cuda: z.string(), cudnn: z.string() }).nullable(),
  /** ISO 8601 */
  installed: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const manifestFile = "backend.json";

/** @returns undefined when there is none, or one that this version cannot read */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, manifestFile), "utf8")));
  } catch {
    return undefined;
  }
}

export const packageFolder = (backend: string) => join(backend, "node_modules", "@tensorflow", "tfjs-node-gpu");

export const bindingFile = (backend: string) => join(packageFolder(backend), "lib", "napi-v8", "tfjs_binding.node");

/** The module that keeps TensorFlow quiet while it is loaded. */
export const quietFile = (backend: string) => join(backend, "quiet.node");

/** The libraries that the binding is linked to. */
export const libraryNames = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;

export const libraryFolder = (backend: string, manifest: Manifest) => resolve(backend, manifest.library);
