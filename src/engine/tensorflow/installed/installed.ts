import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { backendsFolder } from "./home.js";
import {
  bindingFile,
  libraryFolder,
  libraryNames,
  type Manifest,
  manifestFile,
  packageFolder,
  readManifest,
} from "./manifest.js";

export interface InstalledBackend {
  readonly name: string;
  readonly folder: string;
  /** undefined when it cannot be read: the folder's content is then unknown */
  readonly manifest: Manifest | undefined;
  /** files that were installed and are gone */
  readonly missing: readonly string[];
}

export type WorkingBackend = InstalledBackend & { readonly manifest: Manifest };

/** Complete, half-removed and unreadable backends, the latest first. */
export function installedBackends(): InstalledBackend[] {
  const home = backendsFolder();
  if (!existsSync(home)) return [];
  return readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => {
      const folder = join(home, name);
      const manifest = readManifest(folder);
      return { name, folder, manifest, missing: missingFiles(folder, manifest) };
    })
    .sort((a, b) => (b.manifest?.installed ?? "").localeCompare(a.manifest?.installed ?? ""));
}

/** The backend that engines use: the latest that is complete. */
export function currentBackend(): WorkingBackend | undefined {
  const isWorking = (backend: InstalledBackend): backend is WorkingBackend => backend.missing.length === 0;
  return installedBackends().find(isWorking);
}

function missingFiles(folder: string, manifest: Manifest | undefined): string[] {
  if (manifest === undefined) return [join(folder, manifestFile)];
  const libraries = libraryNames.map((name) => join(libraryFolder(folder, manifest), name));
  const needed = [join(packageFolder(folder), "package.json"), bindingFile(folder), ...libraries];
  return needed.filter((file) => !existsSync(file));
}
