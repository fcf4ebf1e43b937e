import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkpointTensors } from "../../src/checkpoint/checkpoint-tensors.js";
import { decodeSafetensors } from "../../src/checkpoint/safetensors.js";
import { sha256 } from "../../src/checkpoint/seal.js";
import { saveCheckpoint } from "../../src/checkpoint/write-checkpoint.js";
import { exampleCheckpoint } from "../support/example-checkpoint.js";
import { emptyFolder } from "../support/folder.js";

/**
 * Needs a Python with safetensors and numpy: OHEM_PYTHON, else python3. With OHEM_SLOW_TESTS=1 its absence is a
 * failure.
 */
const python = process.env.OHEM_PYTHON ?? "python3";
const script = fileURLToPath(new URL("tensor_file.py", import.meta.url));
const skip = process.env.OHEM_SLOW_TESTS !== "1" && !canRun();

test("Python's safetensors package reads a model as it was written", { skip }, async () => {
  const file = join(emptyFolder(), "model.safetensors");
  const checkpoint = exampleCheckpoint({ classes: 10 });
  await saveCheckpoint(file, checkpoint);
  const found = JSON.parse(execFileSync(python, [script, "read", file], { encoding: "utf8" }));
  const names = { Float64Array: "float64", Float32Array: "float32", Uint32Array: "uint32", Uint8Array: "uint8" };
  const written = [...checkpointTensors(checkpoint)].map(([name, { shape, data }]) => [
    name,
    [
      names[data.constructor.name as keyof typeof names],
      shape,
      sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    ],
  ]);
  expect(found.tensors).toEqual(Object.fromEntries(written));
  const { data, metadata } = decodeSafetensors(readFileSync(file), file);
  expect(found.metadata).toEqual(metadata);
  expect(found.metadata).toMatchObject({ step: "5", epoch: "1", seed: "7", sha256: sha256(data) });
});

test("a file that Python's safetensors package wrote is read", { skip }, () => {
  const file = join(emptyFolder(), "python.safetensors");
  execFileSync(python, [script, "write", file]);
  const { tensors, metadata } = decodeSafetensors(readFileSync(file), file);
  expect(metadata).toEqual({ who: "zoë" });
  const values = [0, 1, 200, 0, 1, 200];
  expect(Object.fromEntries(tensors)).toEqual({
    f64: { shape: [2, 3], data: Float64Array.from(values) },
    f32: { shape: [2, 3], data: Float32Array.from(values) },
    i32: { shape: [2, 3], data: Int32Array.from(values) },
    u32: { shape: [2, 3], data: Uint32Array.from(values) },
    u8: { shape: [2, 3], data: Uint8Array.from(values) },
    number: { shape: [], data: Float32Array.of(-0.5) },
    nothing: { shape: [2, 0], data: new Float32Array(0) },
  });
});

function canRun(): boolean {
  try {
    execFileSync(python, ["-c", "import numpy, safetensors"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
