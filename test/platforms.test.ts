import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** What every platform needs: no native part, and names that a case-insensitive file system keeps apart. */
const root = fileURLToPath(new URL("..", import.meta.url));
const sources = ["bin", "src", "test", ".scripts", ".ci", "configs", "examples"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
);

interface Locked {
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly peer?: true;
  readonly hasInstallScript?: true;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

test("nothing that an installation brings is native, compiled or of one libc", () => {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const installed = Object.entries(packages).filter(([path, { dev, devOptional, optional, peer }]) => {
    return path !== "" && !(dev || devOptional || optional || peer);
  });
  expect(installed.length).toBeGreaterThan(5);
  const bound = installed.filter(([, { hasInstallScript, os, cpu, libc }]) => hasInstallScript || os || cpu || libc);
  expect(bound.map(([path]) => path)).toEqual([]);
});

test("no two files differ only by the case of a letter", () => {
  const lower = sources.map((path) => path.toLowerCase());
  expect(lower.filter((path, index) => lower.indexOf(path) !== index)).toEqual([]);
});

test("imports spell files as they are called", () => {
  const known = new Set(sources);
  const wrong = sources
    .filter((file) => /^(src|test|\.scripts).*\.(ts|js|mjs)$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const relatives = [...text.matchAll(/^import .*?"(\.[^"]+)";$|^\} from "(\.[^"]+)";$/gm)];
      const targets = relatives.map((match) => relative(root, join(root, dirname(file), match[1] ?? match[2])));
      const exists = (target: string) =>
        [target, target.replace(/\.js$/, ".ts"), `${target}.ts`].some((path) => known.has(path));
      return targets.filter((target) => !target.startsWith("dist") && !exists(target)).map((to) => `${file}: ${to}`);
    });
  expect(wrong).toEqual([]);
});
