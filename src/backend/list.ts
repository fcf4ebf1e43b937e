import { backendsFolder } from "../engine/tensorflow/installed/home.js";
import { currentBackend, installedBackends } from "../engine/tensorflow/installed/installed.js";
import { ohemCommand } from "../files/ohem-command.js";

/** For people: one line a backend, the one in use first. */
export function describeBackends(): string {
  const backends = installedBackends();
  if (backends.length === 0)
    return `no TensorFlow backend in ${backendsFolder()}; "${ohemCommand()} backend install" installs one\n`;
  const current = currentBackend()?.name;
  return backends
    .map(({ name, manifest, missing }) => {
      const state = missing.length > 0 ? `broken: ${missing[0]} is gone` : name === current ? "in use" : "not in use";
      const what =
        manifest && `  TensorFlow ${manifest.tensorflow} from ${manifest.source}, ${manifest.installed.slice(0, 10)}`;
      return `${name}  ${state}${what ?? ""}\n`;
    })
    .join("");
}

/** The same as one JSON document, with each manifest; null if it cannot be read. */
export function backendsJson(): string {
  const current = currentBackend()?.name;
  const backends = installedBackends().map(({ name, folder, manifest, missing }) => {
    return { name, folder, inUse: name === current, missing, manifest: manifest ?? null };
  });
  return `${JSON.stringify(backends)}\n`;
}
