import nodePath from "node:path";
import { runsFolder } from "./names.js";

/**
 * What runs/latest says of a run's folder: its path from runs/, with slashes on every platform, so that a tree can be
 * copied or mounted elsewhere; of a folder outside the working directory the absolute path.
 * @param folder absolute
 * @param path of the platform
 */
export function latestLine(folder: string, directory = process.cwd(), path: nodePath.PlatformPath = nodePath): string {
  const fromRuns = path.relative(path.resolve(directory, runsFolder), folder);
  const outside = path.isAbsolute(fromRuns) || path.relative(directory, folder).startsWith("..");
  return `${outside ? folder : fromRuns.split(path.sep).join("/")}\n`;
}
