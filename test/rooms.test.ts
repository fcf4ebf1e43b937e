import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/**
 * From the command line down. The library's door stands above the reports, because it hands out `report`. A file
 * imports only from its own room and from rooms below it.
 */
const rooms = [
  ..."cli index.ts report compare doctor run checkpoint train backend config engine tfjs losses data".split(" "),
  ..."model files errors random.ts version.ts".split(" "),
];

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const roomOf = (file: string) => file.split(/[/\\]/, 1)[0];

/** Relative imports of a file, dynamic ones and types included, as paths below src. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), "utf8");
  const specifiers = [...text.matchAll(/(?:\bfrom |\bimport\(|\bimport )"(\.[^"]+)"/g)].map((match) => match[1]);
  return specifiers.map((specifier) => relative(src, join(src, dirname(file), specifier)).replace(/\.js$/, ".ts"));
}

test("every room is in the list", () => {
  expect(files.length).toBeGreaterThan(200);
  expect([...new Set(files.map(roomOf))].filter((room) => !rooms.includes(room))).toEqual([]);
});

test("a room imports only from rooms below it", () => {
  const rank = (file: string) => rooms.indexOf(roomOf(file));
  const upward = files.flatMap((file) => {
    const above = importsOf(file).filter((target) => rank(target) < rank(file));
    return above.map((target) => `${file} -> ${target}`);
  });
  expect(upward).toEqual([]);
});
