import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { backendsFolder } from "./home.js";
import { bindingFile, libraryFolder, libraryNames, type Manifest, packageFolder, readManifest } from "./manifest.js";

export interface InstalledBackend {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  /** files that were there when it was installed and are gone */
  readonly missing: readonly string[];
}

/** Complete or half-removed backends, the one installed last first. */
export function installedBackends(): InstalledBackend[] {
  const home = backendsFolder();
  if (!existsSync(home)) return [];
  return readdirSync(home)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => {
      const folder = join(home, name);
      const manifest = readManifest(folder);
      return manifest ? [{ name, folder, manifest, missing: missingFiles(folder, manifest) }] : [];
    })
    .sort((a, b) => b.manifest.installed.localeCompare(a.manifest.installed));
}

/** The backend that engines use. */
export function currentBackend(): InstalledBackend | undefined {
  return installedBackends().find(({ missing }) => missing.length === 0);
}

function missingFiles(folder: string, manifest: Manifest): string[] {
  const libraries = libraryNames.map((name) => join(libraryFolder(folder, manifest), name));
  const needed = [join(packageFolder(folder), "package.json"), bindingFile(folder), ...libraries];
  return needed.filter((file) => !existsSync(file));
}
