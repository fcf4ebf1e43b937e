import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint } from "../../src/checkpoint/read-checkpoint.js";
import { loadTestData } from "../../src/data/load.js";
import { exportModel } from "../../src/index.js";
import { imagePixels } from "../../src/model/net.js";
import { largestDifference, type Outputs, outputsFor, predictionsOf } from "../support/outputs.js";
import { ohem } from "../support/run-ohem.js";
import { loadTfjs, predictTfjs } from "../support/tfjs-model.js";
import { useBackend } from "../tfjs/backend.js";

/**
 * Needs a Python with numpy, onnx and onnxruntime: OHEM_PYTHON, else python3. With OHEM_SLOW_TESTS=1 its absence is a
 * failure. PyTorch's lines run where it has torch and safetensors.
 */
const python = process.env.OHEM_PYTHON ?? "python3";
const script = fileURLToPath(new URL("run_onnx.py", import.meta.url));
const skip = process.env.OHEM_SLOW_TESTS !== "1" && !has("numpy, onnx, onnxruntime");

const cwd = mkdtempSync(join(tmpdir(), "ohem-export-"));
const run = join(cwd, "run");
let images: Uint8Array;
let expected: Outputs;

beforeAll(async () => {
  await ohem(["train", "--epochs", "1", "--out", run, "--quiet"], cwd);
  const { classes, engine } = await loadCheckpoint(join(run, "model.safetensors"));
  images = (await loadTestData("mnist", classes)).test.images;
  writeFileSync(join(cwd, "images"), images);
  expected = await outputsFor(engine.parameters, images);
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** Of all test images. */
function expectSame(reader: string, logits: Float32Array): void {
  expect(predictionsOf(logits, 10)).toEqual(expected.predictions);
  const difference = largestDifference(logits, expected);
  console.log(`${reader}: the logits of ${expected.predictions.length} images differ by at most ${difference}`);
  expect(difference).toBeLessThan(1e-4);
}

test("onnx accepts the model, and onnxruntime gives the engine's classes and logits", { skip }, async () => {
  await exportModel({ run, to: "onnx", out: join(cwd, "digits.onnx"), softmax: true });
  const args = [script, "digits.onnx", "images", "outputs"];
  const { onnx, onnxruntime, outputs, metadata } = JSON.parse(execFileSync(python, args, { cwd, encoding: "utf8" }));
  expect(outputs).toEqual({ logits: ["N", 10], probabilities: ["N", 10] });
  const correct = readFinished().testAccuracy;
  expect(metadata).toMatchObject({ ohem_version: "0.1.0", loss: "ohem:ratio=3", test_accuracy: String(correct) });
  const found = floatsIn("outputs");
  expectSame(`onnx ${onnx}, onnxruntime ${onnxruntime}`, found.subarray(0, found.length / 2));
  const probabilities = found.subarray(found.length / 2);
  const wrong = probabilities.findIndex(
    (probability, i) => Math.abs(probability - Math.exp(-expected.losses[i])) > 1e-4,
  );
  expect(wrong).toBe(-1);
});

test("TensorFlow.js gives the engine's classes and logits", async () => {
  await useBackend("cpu");
  await exportModel({ run, to: "tfjs", out: join(cwd, "web") });
  const model = await loadTfjs(join(cwd, "web"));
  const chunk = 500 * imagePixels;
  const parts = Array.from({ length: images.length / chunk }, (_, i) =>
    predictTfjs(model, images.subarray(i * chunk, (i + 1) * chunk)),
  );
  expectSame("TensorFlow.js", Float32Array.from(parts.flatMap((part) => [...part])));
});

test("PyTorch gives the engine's classes and logits", { skip: !has("torch, safetensors") }, async () => {
  await exportModel({ run, to: "safetensors", out: join(cwd, "digits.safetensors") });
  const { stdout } = await ohem(["export", "--help"], cwd);
  const lines = stdout.slice(stdout.indexOf("from collections"), stdout.indexOf("# images")).replace(/^ {6}/gm, "");
  const load = "import numpy as np\nimages = torch.from_numpy(np.fromfile('images', np.uint8).reshape(-1, 1, 28, 28))";
  const save = "logits.detach().numpy().tofile('logits')\nprint(torch.__version__)";
  const version = execFileSync(python, ["-c", `import torch\n${load}\n${lines}\n${save}`], { cwd, encoding: "utf8" });
  expectSame(`PyTorch ${version.trim()}`, floatsIn("logits"));
});

function floatsIn(file: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(join(cwd, file))).buffer);
}

function readFinished(): { testAccuracy: number } {
  return JSON.parse(readFileSync(join(run, "metrics.jsonl"), "utf8").trimEnd().split("\n").at(-1) ?? "");
}

function has(modules: string): boolean {
  try {
    execFileSync(python, ["-c", `import ${modules}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
