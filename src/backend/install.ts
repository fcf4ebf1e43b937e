import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { builtFor } from "../engine/tensorflow/installed/build-info.js";
import { type Manifest, manifestFile, packageFolder } from "../engine/tensorflow/installed/manifest.js";
import { readNvidia } from "../engine/tensorflow/installed/nvidia.js";
import { keepProof, machineKey } from "../engine/tensorflow/installed/proofs.js";
import { type Proof, prove } from "../engine/tensorflow/proof/prove.js";
import { RunError } from "../errors/errors.js";
import { isRunning } from "../files/process-identity.js";
import { describeSize, folderSize } from "./folder-size.js";
import { type Plan, tfjsVersion } from "./plan.js";
import { compileBinding, downloadTensorflow, installPackage, libraryOf, prune, type StageOptions } from "./stages.js";

/** A line of progress, for people. */
export type OnProgress = (line: string) => void;

export interface Installed {
  readonly name: string;
  readonly folder: string;
  readonly proof: Proof;
}

/**
 * Carries out a plan beside the backends that there are, and puts the new one in its place in one step when it is complete and proven; interrupted or failed
 * it leaves what was there before.
 * @throws RunError with the stage that failed, and what the tool said
 */
export async function installBackend(plan: Plan, signal: AbortSignal, onProgress: OnProgress): Promise<Installed> {
  await mkdir(plan.folder, { recursive: true });
  await removeAbandoned(plan.folder);
  const folder = await mkdtemp(join(plan.folder, `${stagingPrefix}${process.pid}-`));
  try {
    const { manifest, proof } = await build(
      plan,
      { folder, signal, onDownload: (what) => onProgress(`  ${what}`) },
      onProgress,
    );
    const name = `tfjs-${manifest.tfjs}-tensorflow-${manifest.tensorflow}-${manifest.cuda ? "cuda" : "cpu"}`;
    const place = join(plan.folder, name);
    // Measured before: another installation may replace it at once.
    const size = describeSize(await folderSize(folder));
    await putInPlace(folder, place);
    onProgress(`installed ${name}: ${size} in ${place}`);
    return { name, folder: place, proof };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function build(
  plan: Plan,
  options: StageOptions,
  onProgress: OnProgress,
): Promise<{ manifest: Manifest; proof: Proof }> {
  const { folder, signal } = options;
  const { tensorflow, python } = plan;
  const stage = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    onProgress(`${name} ...`);
    try {
      const result = await work();
      const size = describeSize(await folderSize(folder));
      onProgress(`${name}: done in ${((performance.now() - started) / 1000).toFixed(0)} s, ${size} so far`);
      return result;
    } catch (error) {
      if (signal.aborted) throw new RunError("the installation was stopped; what was installed before is untouched");
      throw new RunError(`${name}: ${(error as Error).message}; what was installed before is untouched`, {
        cause: error,
      });
    }
  };

  // before TensorFlow, which is much larger: an npm that does not work is found at once
  await stage(`@tensorflow/tfjs-node-gpu ${tfjsVersion} through npm`, () => installPackage(plan.npm, options));
  const library = await libraryOf(plan, options);
  if ("download" in tensorflow) {
    const { download } = tensorflow;
    await stage(`${download.requirement} through ${download.tool}`, () =>
      downloadTensorflow(download, python.command, options),
    );
  }
  const cuda = "found" in tensorflow ? tensorflow.found.cuda : await builtFor(library);
  await stage(`the binding with ${plan.compiler}`, async () => {
    await compileBinding(plan.compiler, library, options);
    if ("download" in tensorflow) await prune(options);
  });
  const proof = await stage("the proof", async () => {
    const proof = await prove(packageFolder(folder), signal);
    if (proof.cpu !== true) throw new RunError(proof.cpu);
    return proof;
  });
  const manifest: Manifest = {
    format: 1,
    tfjs: tfjsVersion,
    tensorflow: proof.tensorflow,
    library: "found" in tensorflow ? library : relative(folder, library),
    source: "found" in tensorflow ? `${python.command} (Python ${python.version})` : tensorflow.download.tool,
    cuda,
    installed: new Date().toISOString(),
  };
  const nvidia = readNvidia();
  if (nvidia) keepProof(folder, machineKey(nvidia), proof);
  await writeFile(join(folder, manifestFile), JSON.stringify(manifest, null, 2));
  return { manifest, proof };
}

const stagingPrefix = ".installing-";
const replacedPrefix = ".replaced-";

/** After so many installations at the same moment something else is wrong. */
const mostAttempts = 10;

/** Two renames where a backend of that name is already there. Of several installations at once the last one stays, and all end well. */
export async function putInPlace(folder: string, place: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const unique = `${process.pid}-${randomBytes(4).toString("hex")}`;
    const old = join(folder, "..", `${replacedPrefix}${unique}-${basename(place)}`);
    const replaced = await moved(place, old);
    let error: unknown;
    try {
      await rename(folder, place);
    } catch (caught) {
      error = caught;
    }
    // Put back; where another installation has put its own, the old one is no longer wanted.
    if (replaced && (error === undefined || !(await moved(old, place)))) {
      await rm(old, { recursive: true, force: true });
    }
    if (error === undefined) return;
    if (!isTaken(error) || attempt === mostAttempts) throw error;
  }
}

/** What installations left that were killed; one that was just replacing a backend has its old one put back. */
async function removeAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const [, pid, backend] = name.match(abandoned) ?? [];
    if (pid === undefined || (await isRunning(Number(pid), undefined))) continue;
    const path = join(home, name);
    const wanted = backend !== undefined && !existsSync(join(home, backend));
    if (!(wanted && (await moved(path, join(home, backend))))) await rm(path, { recursive: true, force: true });
  }
}

const abandoned = /^\.(?:installing|replaced)-(\d+)-(?:[0-9a-f]{8}-(.+))?/;

/** @returns false when there is nothing to move, or something in its place */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || isTaken(error)) return false;
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return ["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "");
}
