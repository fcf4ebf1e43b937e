import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors/errors.js";
import { didYouMean } from "../errors/nearest-name.js";
import { quoted } from "../files/quoted.js";
import { codeOf, systemReason } from "../files/system-error.js";
import { emnistFile, emnistRemark, emnistSplits, namedSplit } from "./emnist.js";
import { wasInMemory } from "./in-memory.js";
import { type IdxFileName, idxFileNames, type KnownSet, knownSets } from "./manifest.js";

/** Where the files of a data set are. `known` is its entry in the manifest if it was given by name. */
export interface Located {
  readonly folder: string;
  readonly known: KnownSet | undefined;
  readonly files: ReadonlyMap<IdxFileName, string>;
  /** what a user of these files has to know, if anything */
  readonly remark: string | undefined;
}

/**
 * Finds the files `names` of a known set (`mnist`) or of a folder, which may have EMNIST's names of them. A known name
 * takes precedence over a folder of that name, which can be given as `./mnist`; a plain file takes precedence over one
 * that ends in `.gz`.
 * @throws InputError for an unknown name, or listing all missing files
 */
export async function locate(nameOrFolder: string, names: readonly IdxFileName[]): Promise<Located> {
  const known = knownSets().get(nameOrFolder);
  const named = known === undefined ? namedSplit(nameOrFolder) : undefined;
  const folder = known === undefined ? (named?.folder ?? nameOrFolder) : knownFolder(nameOrFolder, known);
  const entries = await list(folder, nameOrFolder, known);
  const split = named?.split ?? onlySplit(folder, entries);
  const fileOf = (name: IdxFileName) => (split === undefined ? name : emnistFile(split, name));
  const files = new Map<IdxFileName, string>();
  for (const name of names) {
    const found = [fileOf(name), `${fileOf(name)}.gz`].find((entry) => entries.includes(entry));
    if (found !== undefined) files.set(name, join(folder, found));
  }
  const missing = names.filter((name) => !files.has(name)).map(fileOf);
  if (missing.length > 0) {
    const problem = `${folder}: no ${missing.join(", ")}`;
    if (known !== undefined) throw new InputError(problem, repairOf(known));
    throw new InputError(`${problem}; expected IDX files, plain or .gz`);
  }
  return { folder, known, files, remark: split === undefined ? undefined : emnistRemark(split) };
}

/** The split of EMNIST that a folder holds; undefined for one with any file of the usual names. */
function onlySplit(folder: string, entries: readonly string[]): string | undefined {
  if (idxFileNames.some((name) => entries.includes(name) || entries.includes(`${name}.gz`))) return undefined;
  const splits = emnistSplits(entries);
  if (splits.length <= 1) return splits[0];
  const problem = `${folder}: several splits of EMNIST (${splits.join(", ")})`;
  throw new InputError(`${problem}; name one, as in ${join(folder, `emnist-${splits[0]}`)}`);
}

/** Whether a set's name is known, or its files are where it says. */
export function isInPlace(nameOrFolder: string): boolean {
  return knownSets().has(nameOrFolder) || existsSync(nameOrFolder) || namedSplit(nameOrFolder) !== undefined;
}

/** The same data set, named so that it is found from any working directory. */
export function absoluteData(nameOrFolder: string): string {
  return knownSets().has(nameOrFolder) || wasInMemory(nameOrFolder) ? nameOrFolder : resolve(nameOrFolder);
}

/** The command that restores the files of a set that is installed, but damaged or incomplete. */
export function repairOf({ folder, install, repair }: KnownSet): string {
  if (repair !== undefined || folder.package === undefined) return repair ?? install;
  const remove = process.platform === "win32" ? "rmdir /s /q" : "rm -r";
  return `${remove} ${quoted(packageFolder(folder.package))} && ${install}`;
}

function knownFolder(name: string, { folder, install }: KnownSet): string {
  if (folder.package === undefined) return folder.path;
  try {
    return join(packageFolder(folder.package), folder.path);
  } catch {
    throw new InputError(`data set ${name}: the npm package ${folder.package} is not installed`, install);
  }
}

function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

async function list(folder: string, given: string, known: KnownSet | undefined): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const reason = codeOf(error) === "ENOTDIR" ? "not a folder" : systemReason(error);
    if (known !== undefined) {
      throw new InputError(`data set ${given}: cannot read ${folder}: ${reason}`, repairOf(known));
    }
    const names = [...knownSets().keys()];
    const expected = `expected one of ${names.join(", ")}, or a folder with IDX files`;
    if (isPath(given) || codeOf(error) !== "ENOENT")
      throw new InputError(`data folder "${given}": ${reason}; ${expected}`);
    throw new InputError(`no data set or folder "${given}"${didYouMean(given, names)} (${expected})`);
  }
}

function isPath(given: string): boolean {
  return given === "" || /[./\\\0]/.test(given);
}
