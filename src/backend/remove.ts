import { rename } from "node:fs/promises";
import { join } from "node:path";
import { backendsFolder } from "../engine/tensorflow/installed/home.js";
import { type InstalledBackend, installedBackends } from "../engine/tensorflow/installed/installed.js";
import { InputError } from "../errors/errors.js";
import { didYouMean } from "../errors/nearest-name.js";
import { changeBackends, removedName } from "./change-backends.js";

/**
 * Removes one backend: it disappears in one step before its files are deleted.
 * @param name may be left out if only one is installed
 * @throws InputError when it is not installed or the choice is not clear, and while another process changes backends
 */
export async function removeBackend(name: string | undefined): Promise<InstalledBackend> {
  const backend = choose(name, installedBackends());
  const home = backendsFolder();
  await changeBackends(home, () => rename(backend.folder, join(home, removedName)));
  return backend;
}

function choose(name: string | undefined, backends: readonly InstalledBackend[]): InstalledBackend {
  const names = backends.map((backend) => backend.name);
  if (backends.length === 0) throw new InputError("no TensorFlow backend is installed");
  if (name === undefined) {
    if (backends.length === 1) return backends[0];
    throw new InputError(`which one? installed: ${names.join(", ")}`);
  }
  const found = backends.find((backend) => backend.name === name);
  if (found) return found;
  throw new InputError(`no backend ${name}${didYouMean(name, names)} (installed: ${names.join(", ")})`);
}
