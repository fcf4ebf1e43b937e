import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint, loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { decodeSafetensors } from "../../src/checkpoint/safetensors.js";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { loadTestData } from "../../src/data/load.js";
import { exportModel } from "../../src/index.js";
import { parameterNames, parameterShapes } from "../../src/model/net.js";
import { exampleCheckpoint, firstEpochCheckpoint } from "../support/example-checkpoint.js";
import { emptyFolder, listing } from "../support/folder.js";
import { largestDifference, type Outputs, outputsFor, predictionsOf } from "../support/outputs.js";
import { refusal } from "../support/refusal.js";
import { ohem } from "../support/run-ohem.js";
import { testCount, writeSmallData } from "../support/small-data.js";
import { loadTfjs, predictTfjs } from "../support/tfjs-model.js";
import { useBackend } from "../tfjs/backend.js";

const cwd = mkdtempSync(join(tmpdir(), "ohem-export-"));
const run = join(cwd, "run");
let images: Uint8Array;
let expected: Outputs;

beforeAll(async () => {
  const data = writeSmallData(cwd);
  await ohem(["train", "--data", data, "--epochs", "3", "--out", run, "--quiet"], cwd);
  const { classes, engine } = await loadCheckpoint(join(run, "model.safetensors"));
  images = (await loadTestData(data, classes)).test.images;
  expected = await outputsFor(engine.parameters, images);
  await useBackend("cpu");
});
afterAll(() => rmSync(cwd, { recursive: true }));

test("TensorFlow.js loads the folder: the engine's classes and logits", async () => {
  const out = join(emptyFolder(), "digits");
  const exported = await exportModel({ run, to: "tfjs", out });
  expect(exported).toMatchObject({ out, to: "tfjs", classes: 10, trainedWith: "ohem:ratio=3", steps: 30 });
  expect(listing(join(out, ".."))).toEqual(["digits", "digits/model.json", "digits/weights.bin"]);
  const model = await loadTfjs(out);
  const logits = predictTfjs(model, images);
  expect(predictionsOf(logits, 10)).toEqual(expected.predictions);
  expect(new Set(expected.predictions).size).toBe(10);
  expect(logits).toHaveLength(testCount * 10);
  expect(largestDifference(logits, expected)).toBeLessThan(1e-4);
  expect(model.getUserDefinedMetadata()).toMatchObject({
    ohem_version: "0.1.0",
    test_accuracy: expect.stringMatching(/^0\.\d+$/),
  });
});

test("with a softmax TensorFlow.js gives probabilities", async () => {
  const out = join(emptyFolder(), "digits");
  await exportModel({ run, to: "tfjs", out, softmax: true });
  const probabilities = predictTfjs(await loadTfjs(out), images);
  const logits = probabilities.map((probability) => -Math.log(probability));
  expect(logits.every((loss, i) => Math.abs(loss - expected.losses[i]) < 1e-4)).toBe(true);
});

test("only the parameters, by PyTorch's names, are in the safetensors file, which is no model of a run", async () => {
  const out = join(emptyFolder(), "digits.safetensors");
  await exportModel({ run, to: "safetensors", out });
  const { tensors, metadata } = decodeSafetensors(readFileSync(out), out);
  const { engine } = await loadCheckpoint(join(run, "model.safetensors"));
  expect([...tensors.keys()]).toEqual([...parameterNames]);
  for (const name of parameterNames) {
    expect(tensors.get(name)).toEqual({ shape: parameterShapes(10)[name], data: engine.parameters[name] });
  }
  expect(metadata).toMatchObject({
    format: "pt",
    loss: "ohem:ratio=3",
    step: "30",
    classes: "10",
    model_card: expect.stringContaining("conv1"),
  });
  expect(() => decodeCheckpoint(readFileSync(out), "p")).toThrow("p: metadata: only the parameters, as ohem export");
});

test.each([
  ["in the first epoch", firstEpochCheckpoint()],
  ["of an early version", { ...exampleCheckpoint(), id: undefined, version: "0.0.1" }],
])("a checkpoint %s", async (_, checkpoint) => {
  const folder = emptyFolder();
  const file = join(folder, "model.safetensors");
  await saveCheckpoint(file, checkpoint);
  for (const to of ["onnx", "tfjs", "safetensors"] as const) {
    const exported = await exportModel({ run: file, to, out: join(folder, to) });
    expect(exported).toMatchObject({ classes: 2, steps: checkpoint.loop.step });
  }
  expect((await loadTfjs(join(folder, "tfjs"))).outputs[0].shape).toEqual([null, 2]);
});

test("what is there already, and a folder that is not, are refused, and nothing is written", async () => {
  const folder = emptyFolder();
  symlinkSync("nowhere", join(folder, "link"));
  const to = "onnx";
  for (const name of ["link", "."]) {
    const { message } = await refusal(exportModel({ run, to, out: join(folder, name) }));
    expect(message).toContain("already exists; choose another name, or remove it first");
  }
  const missing = await refusal(exportModel({ run, to, out: join(folder, "a/b.onnx") }));
  expect(missing.message).toBe(
    `${join(folder, "a/b.onnx")}: there is no folder ${join(folder, "a")}; make it first, or choose another`,
  );
  const inFile = await refusal(exportModel({ run, to, out: join(run, "config.json/b.onnx") }));
  expect(inFile.message).toContain("cannot be written: ");
  expect(listing(folder)).toEqual(["link"]);
});

test("wrong calls", async () => {
  const out = join(emptyFolder(), "digits");
  const call = exportModel as (options?: unknown) => Promise<unknown>;
  expect((await refusal(call({ run, to: "onx", out }))).message).toBe(
    'unknown format "onx"; did you mean onnx? (valid: onnx, tfjs, safetensors)',
  );
  expect((await refusal(call({ run, to: "safetensors", out, softmax: true }))).message).toContain(
    "holds only parameters",
  );
  for (const options of [undefined, null, "onnx", { to: "onnx" }, { out }]) {
    expect((await refusal(call(options))).message).toContain("exportModel takes { run, to, out, softmax }");
  }
});
