import { isAbsolute } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { idxKinds } from "../../src/data/idx.js";
import { idxFiles, kindOf, knownSets } from "../../src/data/manifest.js";

const fileNames = [...Object.values(idxFiles.train), ...Object.values(idxFiles.test)];
const file = z.strictObject({ bytes: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const knownSet = z.strictObject({
  title: z.string().min(1),
  folder: z.union([
    z.strictObject({ package: z.string().min(1), path: z.string() }),
    z.strictObject({ path: z.string().refine(isAbsolute) }),
  ]),
  install: z.string().min(1),
  files: z.record(z.enum(fileNames), file),
});

test("every entry says what its files are, where they are and how to get them", () => {
  expect([...knownSets().keys()]).toContain("mnist");
  for (const set of knownSets().values()) expect(() => knownSet.parse(set)).not.toThrow();
});

test("every size is that of a whole number of examples, as many labels as images", () => {
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
