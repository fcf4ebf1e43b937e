import { execFileSync } from "node:child_process";

/** Tests that run the built command or its kernels must not see an old build: builds whatever is older than its sources. */
export default function freshBuild(): void {
  execFileSync(process.execPath, [".scripts/build.mjs", "stale"], { stdio: "inherit" });
}
