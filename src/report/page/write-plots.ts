import { join, resolve } from "node:path";
import { InputError } from "../../errors/errors.js";
import { checkWritable } from "../../files/check-writable.js";
import { makeFolders, missingFolders } from "../../files/folders.js";
import { writeFileWhole } from "../../files/write-file.js";
import { writeProblem } from "../../files/write-problem.js";
import type { ReportPage } from "./report-page.js";

/**
 * Checks, without making anything, that plots can be written into a folder, which may be missing.
 * @throws InputError
 */
export async function requirePlotFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const missing = await missingFolders(path);
  await checkWritable(missing.at(-1) ?? join(path, "plot.svg"));
}

/** Writes each plot as a file, and replaces those of an earlier report. @returns their paths, absolute */
export async function writePlots({ plots }: ReportPage, folder: string): Promise<string[]> {
  await makeFolders(resolve(folder)).catch((error) => {
    throw new InputError(`${folder}: no plots can be written here: ${writeProblem(error, "choose another folder")}`);
  });
  const files = plots.map(({ name, plot }) => ({ file: resolve(folder, `${name}.svg`), text: `${plot.markup}\n` }));
  for (const { file, text } of files) await writeFileWhole(file, text);
  return files.map(({ file }) => file);
}
