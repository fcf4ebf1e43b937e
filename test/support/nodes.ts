import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The supported versions of Node. */
export const majors = [20, 22, 24] as const;
export type Major = (typeof majors)[number];

/** Paths of those Nodes: the one that runs this, and the others from npm. @param folder to install them in */
export function installNodes(folder: string): Record<Major, string> {
  const names = { win32: "win" } as const;
  const name = `node-${names[process.platform as "win32"] ?? process.platform}-${process.arch}`;
  const paths = majors.map((major) => {
    if (process.version.startsWith(`v${major}.`)) return [major, process.execPath];
    const prefix = join(folder, `node-${major}`);
    const install = ["install", "--no-audit", "--no-fund", "--prefix", prefix, `${name}@${major}`];
    execFileSync("npm", install, { stdio: "pipe", shell: process.platform === "win32" });
    return [major, join(prefix, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node")];
  });
  return Object.fromEntries(paths);
}
