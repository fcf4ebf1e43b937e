import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { builtFor } from "../engine/tensorflow/installed/build-info.js";
import { type Manifest, manifestFile, packageFolder } from "../engine/tensorflow/installed/manifest.js";
import { readNvidia } from "../engine/tensorflow/installed/nvidia.js";
import { keepProof, machineKey } from "../engine/tensorflow/installed/proofs.js";
import { type Proof, prove } from "../engine/tensorflow/proof/prove.js";
import { RunError } from "../errors/errors.js";
import { fullDisk } from "../files/cause.js";
import { changeBackends, putInPlace, stagingName } from "./change-backends.js";
import { describeSize, folderSize } from "./folder-size.js";
import { type Plan, tfjsVersion } from "./plan.js";
import { otherDisk, requireSpace } from "./space.js";
import { compileBinding, downloadTensorflow, installPackage, libraryOf, prune, type StageOptions } from "./stages.js";

/** Takes a line of progress, for people. */
export type OnProgress = (line: string) => void;

export interface Installed {
  readonly name: string;
  readonly folder: string;
  readonly proof: Proof;
}

/**
 * Carries out a plan. The new backend takes its place in one step, once it is complete and proven; a failure or an
 * interrupt leaves the installed backends as they were.
 * @throws InputError when another installation is running, or for too little space; RunError with the failed stage and
 * the tool's own message
 */
export async function installBackend(plan: Plan, signal: AbortSignal, onProgress: OnProgress): Promise<Installed> {
  return changeBackends(plan.folder, async () => {
    await requireSpace(plan);
    const folder = join(plan.folder, stagingName);
    await mkdir(folder);
    const options = { folder, signal, onDownload: (what: string) => onProgress(`  ${what}`) };
    const { manifest, proof } = await build(plan, options, onProgress);
    const name = `tfjs-${manifest.tfjs}-tensorflow-${manifest.tensorflow}-${manifest.cuda ? "cuda" : "cpu"}`;
    const place = join(plan.folder, name);
    await putInPlace(folder, place);
    onProgress(`installed ${name}: ${describeSize(await folderSize(place))} in ${place}`);
    return { name, folder: place, proof };
  });
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
      const { message } = error as Error;
      const advice = fullDisk.test(message) ? `; ${otherDisk}` : "";
      const problem = signal.aborted ? "the installation was stopped" : `${name}: ${message}${advice}`;
      throw new RunError(`${problem}; installed backends are unchanged`, { cause: error });
    }
  };

  // before TensorFlow, which is much larger, so that a broken npm is found at once
  await stage(`@tensorflow/tfjs-node-gpu ${tfjsVersion} through npm`, () => installPackage(plan.npm, options));
  const library = libraryOf(plan, options);
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
  if (nvidia) await keepProof(folder, machineKey(nvidia), proof);
  await writeFile(join(folder, manifestFile), JSON.stringify(manifest, null, 2));
  return { manifest, proof };
}
