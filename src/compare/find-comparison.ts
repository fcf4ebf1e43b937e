import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "../errors/errors.js";
import { codeOf } from "../files/system-error.js";
import { comparisonsFolder, planName } from "./names.js";

/**
 * Finds a comparison.
 * @param place its folder, its name below comparisons/, or a comparison.json; undefined: the one that was started last
 * @returns an absolute path
 * @throws InputError when there is none
 */
export async function findComparison(place?: string): Promise<{ readonly path: string; readonly isFile: boolean }> {
  if (place === undefined) return { path: await latest(), isFile: false };
  for (const path of [resolve(place), resolve(comparisonsFolder, place)]) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) return { path, isFile: found.isFile() };
  }
  const expected = `a comparison's folder, its name below ${comparisonsFolder}/, or a comparison.json`;
  throw new InputError(`${place || '""'}: no such comparison; expected ${expected}`);
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
