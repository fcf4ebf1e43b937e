import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["src", "package.json", "tsconfig.json"];
const built = "dist/cli/main.js";

/** Builds before the tests where a source is newer than what was built: tests that run the built command or its kernels never see old ones. */
export default function freshBuild(): void {
  const newest = Math.max(...sources.flatMap(filesBelow).map((file) => statSync(file).mtimeMs));
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newest > builtAt)
    execFileSync("npm", ["run", "build"], { stdio: "inherit", shell: process.platform === "win32" });
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
