import { stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { FileFormatError, InputError, RunError } from "../errors/errors.js";
import { requireText } from "../errors/require-type.js";
import { makeIfMissing } from "../files/folders.js";
import { ohemCommand } from "../files/ohem-command.js";
import { readText } from "../files/read-file.js";
import { codeOf, unreadable } from "../files/system-error.js";
import { writeFileWhole } from "../files/write-file.js";
import { writeProblem } from "../files/write-problem.js";
import { latestLine } from "./latest-line.js";
import { latestName, modelName, runsFolder } from "./names.js";

/** A text file, not a link: links need privileges on Windows. Its one line is a path, relative to runs/ or absolute. */
const latestFile = () => resolve(runsFolder, latestName);
const maxPathBytes = 4096;

export interface FoundRun {
  /** the model file, absolute */
  readonly model: string;
}

/**
 * Finds a trained model.
 * @param run a run's folder, its name below runs/, or a model file; undefined: the run that finished last
 * @throws InputError when there is none
 */
export async function findRun(run?: string): Promise<FoundRun> {
  return modelAt(await findPlace(run));
}

/** A run's folder, or a file. */
interface Place {
  /** absolute */
  readonly path: string;
  readonly folder: boolean;
}

/** @throws InputError where a folder has no model */
export async function modelAt({ path, folder }: Place): Promise<FoundRun> {
  return folder ? modelIn(path) : { model: path };
}

/** As `findRun`, without a look for the model in a run's folder. */
export async function findPlace(run?: string): Promise<Place> {
  requireText("run", run, `a run's folder, its name below ${runsFolder}/, or a model file`);
  const latest = latestFile();
  const latestFolder = async () => ({ path: await readLatest(latest), folder: true });
  if (run === undefined || resolve(run) === latest) return latestFolder();
  const path = resolve(run);
  const below = isName(run) ? resolve(runsFolder, run) : path;
  const kind = run === "" ? undefined : ((await kindOf(path)) ?? (await kindOf(below)));
  if (kind === undefined ? below === latest : kind.path === latest) return latestFolder();
  if (kind === undefined) {
    throw new InputError(
      `${run || '""'}: no such run; expected a run's folder, its name below ${runsFolder}/, or a model file`,
    );
  }
  return kind;
}

/**
 * Makes the folder the latest run that `findRun` finds from this working directory.
 * @throws RunError
 */
export async function nameLatest(folder: string): Promise<void> {
  const latest = latestFile();
  try {
    await makeIfMissing(resolve(runsFolder));
  } catch (error) {
    throw new RunError(`${latest}: cannot be written: ${writeProblem(error)}`);
  }
  await writeFileWhole(latest, latestLine(folder));
}

async function readLatest(file: string): Promise<string> {
  if ((await kindOf(file)) === undefined) {
    throw new InputError(`no run has finished here yet (there is no ${file}); train one first: ${ohemCommand()} train`);
  }
  const text = await readText(file, maxPathBytes);
  const path = text.replace(/\r?\n$/, "");
  if (path === "" || /[\0\r\n]/.test(path)) {
    throw new FileFormatError(file, "path", "expected one line with a run's folder");
  }
  const folder = resolve(runsFolder, path);
  if ((await kindOf(folder)) === undefined) {
    throw new InputError(`${folder}: the latest run, as named by ${file}, is gone; name another run, or train one`);
  }
  return folder;
}

async function modelIn(folder: string): Promise<FoundRun> {
  const model = join(folder, modelName);
  if ((await kindOf(model)) !== undefined) return { model };
  throw new InputError(
    `${folder}: has no ${modelName}; not a run's folder, or the run ended before its first checkpoint`,
  );
}

async function kindOf(path: string): Promise<{ path: string; folder: boolean } | undefined> {
  const found = await stat(path).catch((error) => {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw unreadable(path, error);
  });
  if (found === undefined) return undefined;
  // Opening a pipe would wait for a writer, without end.
  if (!found.isFile() && !found.isDirectory()) {
    throw new InputError(`${path}: neither a file nor a folder; expected a run's folder, or a model file`);
  }
  return { path, folder: found.isDirectory() };
}

function isName(run: string): boolean {
  return !run.includes("/") && !run.includes(sep) && run !== "..";
}
