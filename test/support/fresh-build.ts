import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { TestProject } from "vitest/node";

/**
 * Builds whatever is older than its sources, so that tests of the built command and kernels never run old ones. With
 * `-u` the types that are made from the sources come first: a build without them would fail.
 */
export default async function freshBuild({ config }: TestProject): Promise<void> {
  if (config.snapshotOptions.updateSnapshot === "all") await writeTypes();
  execFileSync(process.execPath, [".scripts/build.mjs", "stale"], { stdio: "inherit" });
}

async function writeTypes(): Promise<void> {
  const { lossValuesFile, lossValuesText } = await import("./loss-values.js");
  const { settingsTypeFile, settingsTypeText } = await import("./settings-type.js");
  writeFileSync(lossValuesFile, lossValuesText());
  writeFileSync(settingsTypeFile, settingsTypeText());
}
