import { execFileSync } from "node:child_process";

/** Builds whatever is older than its sources, so that tests of the built command and kernels never run old ones. */
export default function freshBuild(): void {
  execFileSync(process.execPath, [".scripts/build.mjs", "stale"], { stdio: "inherit" });
}
