import { join, resolve } from "node:path";
import * as v from "valibot";
import { jsonBySchema } from "../../../files/json-by-schema.js";
import { readIfThere } from "../../../files/read-if-there.js";

/** backend.json in an installed backend's folder: written last, so that a folder with one was complete. */
const manifestSchema = v.object({
  format: v.literal(1),
  /** of the npm package */
  tfjs: v.string(),
  tensorflow: v.string(),
  /** the folder with TensorFlow's libraries: inside the backend, or a Python's own */
  library: v.string(),
  /** where TensorFlow came from, for people */
  source: v.string(),
  /** versions that TensorFlow was built for; null: a CPU-only TensorFlow */
  cuda: v.nullable(v.object({ cuda: v.string(), cudnn: v.string() })),
  /** ISO 8601 */
  installed: v.string(),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;

export const manifestFile = "backend.json";

/** @returns undefined if there is none, or one that this version cannot read */
export function readManifest(folder: string): Manifest | undefined {
  return jsonBySchema(manifestSchema, readIfThere(join(folder, manifestFile)) ?? "");
}

export const packageFolder = (backend: string) => join(backend, "node_modules", "@tensorflow", "tfjs-node-gpu");

export const bindingFile = (backend: string) => join(packageFolder(backend), "lib", "napi-v8", "tfjs_binding.node");

/** The module that keeps TensorFlow quiet while it is loaded. */
export const quietFile = (backend: string) => join(backend, "quiet.node");

/** The libraries that the binding is linked to. */
export const libraryNames = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;

export const libraryFolder = (backend: string, manifest: Manifest) => resolve(backend, manifest.library);
