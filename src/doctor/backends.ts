import {
  type InstalledBackend,
  installedBackends,
  type WorkingBackend,
} from "../engine/tensorflow/installed/installed.js";
import { libraryFolder } from "../engine/tensorflow/installed/manifest.js";
import { ohemCommand } from "../files/ohem-command.js";
import type { Check } from "./check.js";
import { missingLibraries, requiredLibraries } from "./cuda-libraries.js";

/** One line for each installed backend, and one for the CUDA that it requires. */
export function backendChecks(hasDriver: boolean): Check[] {
  const backends = installedBackends();
  if (backends.length === 0) {
    const fix = `${ohemCommand()} backend install${hasDriver ? " --cuda" : ""}`;
    return [
      {
        name: "backend",
        state: "none",
        found: "no TensorFlow backend is installed: --engine tensorflow and gpu need one",
        fix,
      },
    ];
  }
  return backends.flatMap((backend) => [describe(backend), ...cuda(backend, hasDriver)]);
}

function describe({ name, manifest, missing }: InstalledBackend): Check {
  if (missing.length > 0 || manifest === undefined) {
    const others = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
    const command = `${ohemCommand()} backend`;
    const fix = `${command} install makes it again, ${command} remove ${name} removes the rest`;
    return { name: "backend", state: "missing", found: `${name} is broken: ${missing[0]}${others} is gone`, fix };
  }
  return { name: "backend", state: "ok", found: `${name}, TensorFlow ${manifest.tensorflow} from ${manifest.source}` };
}

function cuda(backend: InstalledBackend, hasDriver: boolean): Check[] {
  if (backend.missing.length > 0 || backend.manifest === undefined) return [];
  const { manifest, folder } = backend as WorkingBackend;
  if (manifest.cuda === null) {
    if (!hasDriver) return [];
    const found = `${backend.name} is CPU-only, but there is an NVIDIA driver`;
    return [{ name: "cuda", state: "missing", found, fix: `${ohemCommand()} backend install --cuda` }];
  }
  const required = `CUDA ${manifest.cuda.cuda} and cuDNN ${manifest.cuda.cudnn}`;
  const missing = missingLibraries(requiredLibraries(manifest.cuda), libraryFolder(folder, manifest));
  if (missing.length === 0) return [{ name: "cuda", state: "ok", found: `${required}: all libraries are found` }];
  const found = `${backend.name} requires ${required}; the loader does not find ${missing.join(", ")}`;
  if (!hasDriver) return [{ name: "cuda", state: "none", found: `${found} (and there is no NVIDIA driver)` }];
  const fix =
    'pip install "tensorflow[and-cuda]" in the Python that it came from, ' +
    `or ${ohemCommand()} backend install --cuda with a Python that has no TensorFlow`;
  return [{ name: "cuda", state: "missing", found, fix }];
}
