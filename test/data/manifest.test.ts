import { isAbsolute } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { idxKinds } from "../../src/data/idx.js";
import { idxFiles, kindOf, knownSets } from "../../src/data/manifest.js";

const fileNames = [...Object.values(idxFiles.train), ...Object.values(idxFiles.test)];
const text = v.pipe(v.string(), v.nonEmpty());
const file = v.strictObject({
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const knownSet = v.strictObject({
  title: text,
  folder: v.union([
    v.strictObject({ package: text, path: v.string() }),
    v.strictObject({ path: v.pipe(v.string(), v.check(isAbsolute)) }),
  ]),
  install: text,
  repair: v.optional(text),
  classNames: v.optional(v.pipe(v.array(text), v.length(10))),
  files: v.strictObject(Object.fromEntries(fileNames.map((name) => [name, file]))),
});

test("every entry has a title, a place, an install command and its four files", () => {
  expect([...knownSets().keys()]).toContain("mnist");
  for (const set of knownSets().values()) expect(() => v.parse(knownSet, set)).not.toThrow();
});

test("every size fits a whole number of examples, with as many labels as images", () => {
  for (const { files } of knownSets().values()) {
    for (const { images, labels } of Object.values(idxFiles)) {
      const [imageCount, labelCount] = [images, labels].map((name) => {
        const { headerBytes, exampleBytes } = idxKinds[kindOf(name)];
        return (files[name].bytes - headerBytes) / exampleBytes;
      });
      expect(Number.isInteger(imageCount)).toBe(true);
      expect(labelCount).toBe(imageCount);
    }
  }
});
