import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type InstalledBackend, installedBackends } from "../engine/tensorflow/installed/installed.js";
import { InputError } from "../errors/errors.js";
import { didYouMean } from "../errors/nearest-name.js";

/**
 * Removes one backend, whole: it disappears in one step, before its files are deleted.
 * @param name may be left out when there is only one
 * @throws InputError when it is not there, or not clear
 */
export async function removeBackend(name: string | undefined): Promise<InstalledBackend> {
  const backend = choose(name, installedBackends());
  const doomed = join(dirname(backend.folder), `.installing-${process.pid}-removed`);
  await rename(backend.folder, doomed);
  await rm(doomed, { recursive: true, force: true });
  return backend;
}

function choose(name: string | undefined, backends: readonly InstalledBackend[]): InstalledBackend {
  const names = backends.map((backend) => backend.name);
  if (backends.length === 0) throw new InputError("no TensorFlow backend is installed");
  if (name === undefined) {
    if (backends.length === 1) return backends[0];
    throw new InputError(`which one? installed are ${names.join(", ")}`);
  }
  const found = backends.find((backend) => backend.name === name);
  if (found) return found;
  throw new InputError(`no backend ${name}${didYouMean(name, names)} (installed: ${names.join(", ")})`);
}
