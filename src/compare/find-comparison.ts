import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../errors/errors.js";
import { requireText } from "../errors/require-type.js";
import { codeOf } from "../files/system-error.js";
import { comparisonName, comparisonsFolder, planName } from "./names.js";

/**
 * Finds a comparison.
 * @param place its folder, its name below comparisons/, or a comparison.json; undefined: the one that was started last
 * @returns an absolute path
 * @throws InputError when there is none
 */
export async function findComparison(place?: string): Promise<{ readonly path: string; readonly isFile: boolean }> {
  const expected = `a comparison's folder, its name below ${comparisonsFolder}/, or a ${comparisonName}`;
  requireText("comparison", place, expected);
  if (place === undefined) return { path: await latest(), isFile: false };
  for (const path of [resolve(place), resolve(comparisonsFolder, place)]) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) return { path, isFile: found.isFile() };
  }
  throw new InputError(`${place || '""'}: no such comparison; expected ${expected}`);
}

/**
 * The folder that a place stands for: a comparison's folder, its name below comparisons/, or the comparison.json in it.
 * @returns undefined for anything else
 * @throws InputError for a comparison.json that was kept without its trials
 */
export async function comparisonFolderAt(place: string): Promise<string | undefined> {
  if (place === "") return undefined;
  for (const path of [resolve(place), resolve(comparisonsFolder, place)]) {
    const isVerdict = basename(path) === comparisonName && (await exists(path));
    const folder = isVerdict ? dirname(path) : path;
    if (await exists(join(folder, planName))) return folder;
    if (isVerdict) throw new InputError(`${path}: holds a verdict without its trials; give a comparison's folder`);
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function latest(): Promise<string> {
  const folder = resolve(comparisonsFolder);
  const names = await readdir(folder).catch((error) => {
    if (codeOf(error) === "ENOENT") return [];
    throw new InputError(`${folder}: cannot be read (${codeOf(error)})`);
  });
  const plans = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, made: (await stat(join(path, planName)).catch(() => undefined))?.mtimeMs };
    }),
  );
  const found = plans.filter((plan): plan is { path: string; made: number } => plan.made !== undefined);
  if (found.length === 0) {
    throw new InputError(`there is no comparison below ${folder} yet; start one: ohem compare ce ohem:ratio=3`);
  }
  return found.reduce((a, b) => (b.made > a.made ? b : a)).path;
}
