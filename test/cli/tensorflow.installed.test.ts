import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { currentBackend } from "../../src/engine/tensorflow/installed/installed.js";
import { packageFolder } from "../../src/engine/tensorflow/installed/manifest.js";
import { emptyFolder } from "../support/folder.js";
import { expectOneLine, expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const backend = currentBackend()!;
const hasGpu = existsSync("/proc/driver/nvidia/version");
const cpuBackend = backend.manifest.cuda === null;

/** The command as a user has it: without the settings that these tests make for TensorFlow. */
const asUser = {
  TF_NUM_INTRAOP_THREADS: undefined,
  TF_MKL_OPTIMIZE_PRIMITIVE_MEMUSE: undefined,
  TF_CPP_MIN_LOG_LEVEL: undefined,
};

const training = ["train", "--epochs", "1", "--data", "small", "--engine"];

test("ohem train --engine tensorflow names the engine, and hides TensorFlow's own log", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const { code, stdout, stderr } = await ohem([...training, "tensorflow"], cwd, asUser);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Train Epoch: 0 .*\nTest Accuracy: 0\.\d{4}\n$/s);
  expect(stderr).toMatch(/tensorflow \d+\.\d+\.\d+ on \/device:[CG]PU:0 \(.+\)/);
  expect(stderr).not.toMatch(/absl|oneDNN|cpu_feature_guard|SavedModel/);
});

test("--verbose shows TensorFlow's own log", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const { code, stderr } = await ohem([...training, "tensorflow", "--verbose"], cwd, asUser);
  expect(code).toBe(0);
  expect(stderr).toMatch(/cpu_feature_guard|oneDNN|SavedModel/);
});

test("its models can be evaluated on wasm", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const trained = await ohem([...training, "tensorflow", "--json"], cwd, asUser);
  const evaluated = await ohem(["eval", "--engine", "wasm", "--json"], cwd);
  expect(JSON.parse(evaluated.stdout).testAccuracy).toBeCloseTo(JSON.parse(trained.stdout).testAccuracy, 2);
});

test.skipIf(hasGpu)("--engine gpu without one is refused, auto takes wasm and says why", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  expectRefused(await ohem([...training, "gpu"], cwd, asUser), cpuBackend ? "CPU-only" : "sees no GPU", "ohem");
  const { code, stderr } = await ohem([...training, "auto"], cwd, asUser);
  expect(code).toBe(0);
  expect(stderr).toMatch(cpuBackend ? /wasm.*CPU-only/ : /wasm.*no NVIDIA driver/);
});

test("a tfjs-node-gpu among the project's own packages is used where no backend is installed", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const place = join(cwd, "node_modules", "@tensorflow", "tfjs-node-gpu");
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(packageFolder(backend.folder), place);
  const { code, stderr } = await ohem([...training, "tensorflow"], cwd, { ...asUser, OHEM_HOME: join(cwd, "none") });
  expect(stderr).toMatch(/tensorflow \d+\.\d+\.\d+ on \/device:/);
  expect(code).toBe(0);
});

test("ohem doctor tries the installed backend", async () => {
  const { code, stdout } = await ohem(["doctor", "--json"], emptyFolder(), asUser);
  expect(code).toBe(0);
  const { checks } = JSON.parse(stdout);
  const found = expect.stringMatching(/TensorFlow \d+\.\d+\.\d+ .* computes convolutions on/);
  expect(checks).toContainEqual(expect.objectContaining({ name: "tensorflow", found }));
});

test.skipIf(hasGpu)("ohem doctor --require-gpu fails where no GPU computes", async () => {
  const { code, stderr } = await ohem(["doctor", "--require-gpu"], emptyFolder(), asUser);
  expect(code).toBe(1);
  expectOneLine(stderr, "no convolution ran on a GPU");
});
