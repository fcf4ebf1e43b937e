import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { bindingFile, libraryNames, packageFolder, quietFile } from "../engine/tensorflow/installed/manifest.js";
import { runTool } from "../files/run-tool.js";
import lock from "./npm-lock.json" with { type: "json" };
import type { Download, Plan } from "./plan.js";
import { quietSource } from "./quiet-source.js";

export interface StageOptions {
  /** the new backend's */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onDownload: (what: string) => void;
}

/** A downloaded TensorFlow in a backend, in pip's layout: its libraries look for those of CUDA in ../nvidia. */
const pythonFolder = "python";
const downloadedTensorflow = join(pythonFolder, "tensorflow");

/** A CPU-only TensorFlow needs none of its Python dependencies; the libraries of CUDA are dependencies. */
export async function downloadTensorflow(download: Download, python: string, options: StageOptions): Promise<void> {
  const target = join(options.folder, pythonFolder);
  const common = ["--target", target, ...(download.variant === "cpu" ? ["--no-deps"] : []), download.requirement];
  const [command, ...args] =
    download.tool === "pip"
      ? [
          python,
          "-m",
          "pip",
          "install",
          "--no-input",
          "--disable-pip-version-check",
          "--progress-bar",
          "off",
          "--only-binary",
          ":all:",
          ...common,
        ]
      : ["uv", "pip", "install", "--python", python, "--only-binary", ":all:", ...common];
  // There, because pip unpacks into a temporary folder first: the space was checked, and moving it is only a rename.
  const temporary = join(options.folder, "temporary");
  await mkdir(temporary);
  await runTool(command, args, {
    signal: options.signal,
    environment: { ...process.env, TMPDIR: temporary },
    onLine: (line) => {
      const downloading = line.match(/Downloading (\S+) \(([^)]+)\)/);
      if (downloading) options.onDownload(`${downloading[1].split("/").at(-1)} (${downloading[2]})`);
    },
  });
  await rm(temporary, { recursive: true });
}

/** The package from npm, without its install script, which would download a TensorFlow of 2022. */
export async function installPackage(npm: string, { folder, signal }: StageOptions): Promise<void> {
  const { "": root } = lock.packages;
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, ...root }, null, 2));
  await writeFile(join(folder, "package-lock.json"), JSON.stringify(lock, null, 2));
  await runTool(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { folder, signal });
}

/** @param library TensorFlow's folder, with its libraries and headers */
export async function compileBinding(compiler: string, library: string, options: StageOptions): Promise<void> {
  const { folder } = options;
  const source = join(packageFolder(folder), "binding");
  const binding = bindingFile(folder);
  await mkdir(dirname(binding), { recursive: true });
  // relative if the library is in the backend, which moves to its place later
  const runPath = library.startsWith(folder) ? `$ORIGIN/${relative(dirname(binding), library)}` : library;
  await compile(compiler, options, [
    ...[`-I${join(library, "include")}`, join(source, "tfjs_backend.cc"), join(source, "tfjs_binding.cc")],
    ...[`-L${library}`, ...libraryNames.map((name) => `-l:${name}`), `-Wl,-rpath,${runPath}`, "-o", binding],
  ]);
  const quiet = join(folder, "quiet.cc");
  await writeFile(quiet, quietSource);
  await compile(compiler, options, [quiet, "-o", quietFile(folder)]);
}

async function compile(compiler: string, { folder, signal }: StageOptions, args: readonly string[]): Promise<void> {
  const common = ["-std=c++17", "-O2", "-w", "-shared", "-fPIC", "-DNAPI_VERSION=8"];
  const nodeHeaders = `-I${join(folder, "node_modules", "node-api-headers", "include")}`;
  await runTool(compiler, [...common, nodeHeaders, ...args], { signal });
}

/** Deletes what only Python and compilers need from a downloaded TensorFlow: most of its files. */
export async function prune({ folder }: StageOptions): Promise<void> {
  await keepOnly(join(folder, pythonFolder), ["tensorflow", "nvidia"]);
  await keepOnly(join(folder, downloadedTensorflow), [...libraryNames, "THIRD_PARTY_NOTICES.txt"]);
}

async function keepOnly(folder: string, names: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!names.includes(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The folder of TensorFlow: in the plan's Python, or in the backend once it is downloaded. */
export function libraryOf(plan: Plan, { folder }: StageOptions): string {
  return "found" in plan.tensorflow ? plan.tensorflow.found.folder : join(folder, downloadedTensorflow);
}
