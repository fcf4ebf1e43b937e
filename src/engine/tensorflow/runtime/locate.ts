import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { currentBackend } from "../installed/installed.js";
import { packageFolder, quietFile } from "../installed/manifest.js";

/** A TensorFlow that this process may load. */
export interface Candidate {
  /** of the npm package */
  readonly folder: string;
  /** for people */
  readonly origin: string;
  /** whether this build can use a GPU at all */
  readonly cuda: boolean;
  /** a native module that silences stderr while TensorFlow is loaded */
  readonly quiet?: string;
}

/** The installed backend, then packages of the project in the current folder, or of the one that has ohem. */
export function candidates(): Candidate[] {
  const found: Candidate[] = [];
  const backend = currentBackend();
  if (backend) {
    const { folder, name, manifest } = backend;
    found.push({
      folder: packageFolder(folder),
      origin: `backend ${name}`,
      cuda: manifest.cuda !== null,
      quiet: quietFile(folder),
    });
  }
  for (const [name, cuda] of [
    ["@tensorflow/tfjs-node-gpu", true],
    ["@tensorflow/tfjs-node", false],
  ] as const) {
    for (const from of [pathToFileURL(join(process.cwd(), "package.json")).href, import.meta.url]) {
      const folder = resolvePackage(name, from);
      if (folder && !found.some((other) => other.folder === folder)) found.push({ folder, origin: folder, cuda });
    }
  }
  return found;
}

function resolvePackage(name: string, from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
