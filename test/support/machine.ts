import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { emptyFolder } from "./folder.js";

/**
 * A machine as `ohem doctor` and `ohem backend` see it: the programs in PATH, and the folder with backends. Programs
 * are shell scripts.
 */
export interface Machine {
  readonly cwd: string;
  /** the folder that OHEM_HOME names */
  readonly home: string;
  readonly variables: NodeJS.ProcessEnv;
}

/** @param programs name -> a script for /bin/sh; programs that are not named are missing */
export function machine(programs: Readonly<Record<string, string>> = {}): Machine {
  const folder = emptyFolder();
  const bin = join(folder, "bin");
  const [home, cwd] = [join(folder, "home"), join(folder, "cwd")];
  for (const path of [bin, home, cwd]) mkdirSync(path);
  for (const [name, script] of Object.entries(programs)) {
    const file = join(bin, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return { cwd, home, variables: { PATH: bin, OHEM_HOME: home, CXX: "", LD_LIBRARY_PATH: "" } };
}

/** A Python with these properties. */
export function python(answer: { pip: boolean; tensorflow?: { version: string; folder: string } }): string {
  return `echo '${JSON.stringify({ version: "3.12.1", tensorflow: null, ...answer })}'`;
}

export const works = "echo 1.0";

/** nvidia-smi on a machine with one GPU. */
export const nvidiaSmi = 'echo "570.10.01, NVIDIA Test GPU"';

/** The files of an installed backend, without TensorFlow in them. */
export function addBackend(home: string, name: string, cuda: { cuda: string; cudnn: string } | null = null): string {
  const folder = join(home, "tensorflow", name);
  const files = [
    "node_modules/@tensorflow/tfjs-node-gpu/package.json",
    "node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node",
    "python/tensorflow/libtensorflow_cc.so.2",
    "python/tensorflow/libtensorflow_framework.so.2",
  ];
  for (const file of files) write(join(folder, file), "");
  const manifest = {
    format: 1,
    tfjs: "4.22.0",
    tensorflow: "2.21.0",
    library: "python/tensorflow",
    source: "pip",
    cuda,
    installed: "2026-01-02T03:04:05.000Z",
  };
  write(join(folder, "backend.json"), JSON.stringify(manifest));
  return folder;
}

export function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
