import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** The declarations that one leads to, and the packages that they name. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file)) return reached;
  reached.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, specifier] of text.matchAll(/(?:\bfrom |\bimport\(|\bimport )"([^"]+)"/g)) {
    if (specifier.startsWith(".")) reachedFrom(join(dirname(file), specifier.replace(/\.js$/, ".d.ts")), reached);
    else reached.add(specifier);
  }
  return reached;
}

test("the types of ohem/tfjs need nothing of Node", () => {
  const reached = reachedFrom(join(dist, "tfjs/index.d.ts"));
  expect(reached).toContain(join(dist, "losses/definition.d.ts"));
  expect([...reached].filter((name) => !name.startsWith(dist))).toEqual(["@tensorflow/tfjs-core"]);
  expect(reached).not.toContain(join(dist, "index.d.ts"));
});

test("declarations name no map that is not there", () => {
  const file = join(dist, "index.d.ts");
  const map = /sourceMappingURL=(.*)/.exec(readFileSync(file, "utf8"))?.[1];
  expect(map === undefined || existsSync(join(dist, map))).toBe(true);
});
