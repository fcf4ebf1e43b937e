import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** Rooms, and parts of rooms, whose results have the same bits everywhere. AssemblyScript brings its own Math. */
const promised = /^(data|losses|model|train|engine\/wasm|random\.ts)/;
const free = /\/(assembly|check|pictures)\//;

/** What ECMAScript defines to the last bit; it leaves the precision of all other functions of Math to the engine. */
const exact = /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|random|LN2|LOG2E|SQRT2|PI)$/;

/** Powers that do no harm: one is rounded to 12 digits, the others have a whole exponent and are exact. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  "data/long-tail.ts": ["factor ** ("],
  "train/ledger-csv.ts": ["10 ** (digits - 1)", "10 ** power"],
  "train/loss-history.ts": ["2 ** ((steps >> 4) - 127)"],
};

/** Lines that compute with what differs between JavaScript engines. */
function inexactIn(text: string, allowed: readonly string[] = []): string[] {
  const judged = allowed.reduce((rest, part) => rest.replace(part, ""), text);
  const code = judged.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")).replace(/\/\/.*/g, "");
  return code.split("\n").flatMap((line, index) => {
    const taken = [...line.matchAll(/\bMath\b(?:\.(\w+))?/g)].filter(([, name = ""]) => !exact.test(name));
    // powers of two are exact
    const powers = line.replace(/\b2 \*\* -?\w/g, "").match(/\*\*/g) ?? [];
    return [...taken.map(([found]) => found), ...powers].map((found) => `${index + 1}: ${found}`);
  });
}

test("what promises the same bits takes exp, log and powers from src/losses/parts/elementary.ts", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && promised.test(file) && !free.test(file));
  expect(files.length).toBeGreaterThan(60);
  const inexact = files.flatMap((file) => {
    const found = inexactIn(readFileSync(join(src, file), "utf8"), harmless[file]);
    return found.map((at) => `${file}:${at}`);
  });
  const advice = "the last bits differ between engines; use exp, expm1, log of src/losses/parts/elementary.ts";
  expect(inexact, advice).toEqual([]);
});

test("functions of Math that engines round differently are found, and only they", () => {
  const found = (code: string) => inexactIn(code).map((at) => at.replace("1: ", ""));
  expect(found("weights[i] = Math.exp(-loss) + Math.log1p(x) ** gamma;")).toEqual(["Math.exp", "Math.log1p", "**"]);
  expect(found("const { pow } = Math;")).toEqual(["Math"]);
  expect(found("10 ** digits + 2 ** 24")).toEqual(["**"]);
  expect(found("/** Math.exp */ Math.max(1, Math.floor(n * Math.sqrt(x))); // Math.pow")).toEqual([]);
});
