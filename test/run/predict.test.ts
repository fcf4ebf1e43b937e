import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { classNamesOf } from "../../src/data/class-names.js";
import { loadTestData } from "../../src/data/load.js";
import { knownSets } from "../../src/data/manifest.js";
import { createEngine } from "../../src/engine/select.js";
import { evaluateRun, predict } from "../../src/index.js";
import { idxHeader } from "../support/idx-bytes.js";
import { ohem } from "../support/run-ohem.js";
import { testImages, testLabels, trainImages, trainLabels, writeSmallData } from "../support/small-data.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-predict-"));
const run = join(cwd, "first");
beforeAll(async () => {
  writeSmallData(cwd);
  expect((await ohem(["train", "--data", "small", "--out", run], cwd)).code).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true }));

test("images as they are get the predictions and losses of an evaluation", async () => {
  const { classes, engine: initial } = await loadCheckpoint(join(run, "model.safetensors"));
  const { test: some } = await loadTestData(join(cwd, "small"), classes);
  const { engine } = await createEngine("wasm", { test: some, classes, batchSize: 1, initial, threads: 1 });
  const { losses, predictions } = engine.evaluate("test", 0, some.count);
  await engine.dispose();
  const bytes = Buffer.concat([idxHeader(0x803, some.count, 28, 28), some.images]);
  const predicted = await predict([{ name: "images", content: [bytes] }], { run });
  expect(predicted.predictions.map((prediction) => prediction.class)).toEqual(Array.from(predictions));
  predicted.predictions.forEach(({ index, probabilities, probability, image }, i) => {
    expect(index).toBe(i);
    expect(probabilities[some.labels[i]]).toBe(Math.exp(-losses[i]));
    expect(probability).toBe(Math.max(...probabilities));
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    expect(Buffer.from(image).equals(some.images.subarray(i * 784, (i + 1) * 784))).toBe(true);
  });
  const right = predicted.predictions.filter((prediction, i) => prediction.class === some.labels[i]).length;
  expect(right).toBe((await evaluateRun({ run, data: join(cwd, "small") })).correct);
});

test("a bad picture stops no other; no picture, no prediction", async () => {
  const grey = { name: "7", content: [Buffer.from("P2 2 4 9 9 9 9 0 9 9 9 9")] };
  const { predictions, refused } = await predict(["/none.png", grey, { name: "text", content: [] }], { run });
  expect(predictions.map(({ file }) => file)).toEqual(["7"]);
  expect(refused.map(({ file }) => file)).toEqual(["/none.png", "text"]);
  expect((await predict([], { run })).predictions).toEqual([]);
});

test.each([
  ["pixels", new Uint8Array(784)],
  ["a plain array", Array(784).fill(0)],
  ["null", null],
  ["a name without content", { name: "7" }],
  ["text as content", { name: "7", content: "abc" }],
])("%s for a picture is refused by its place", async (_, source) => {
  const pictures = ["/none.png", source] as string[];
  await expect(predict(pictures, { run })).rejects.toThrow(
    "pictures[1]: expected a file, or { name, content } with the bytes of one; pixels need the header of a PGM or IDX",
  );
});

test("content that is numbers in place of bytes is a bad picture", async () => {
  const content = [80, 50, 32] as never;
  const { refused } = await predict([{ name: "7", content }], { run });
  expect(refused).toEqual([
    { file: "7", problem: "7: expected the bytes of a file as Uint8Arrays, got 80 among them" },
  ]);
});

test("the names of classes are those of the known set that a run was trained on", () => {
  const { files, classNames } = knownSets().get("fashion-mnist")!;
  const digests = [trainImages, trainLabels, testImages, testLabels].map((name) => files[name].sha256);
  expect(classNames).toContain("Ankle boot");
  expect(classNamesOf(createHash("sha256").update(digests.join("")).digest("hex"))).toEqual(classNames);
  expect(classNamesOf("0".repeat(64))).toBeUndefined();
});
