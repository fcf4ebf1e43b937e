import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emptyFolder } from "./folder.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * An empty folder with programs that import the built package by its name, as one does that has installed it.
 * @param files their text by name
 */
export function programFolder(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/ohem"), "junction");
  for (const scope of ["@tensorflow", "@types"]) {
    symlinkSync(join(repository, "node_modules", scope), join(folder, "node_modules", scope), "junction");
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
