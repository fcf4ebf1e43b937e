import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addBackend, type Machine, machine, nvidiaSmi, write } from "../support/machine.js";
import { expectRefused, ohem, start } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

/** The driver's own files cannot be taken away from a machine that has them. */
const hasGpu = existsSync("/proc/driver/nvidia/version");
const cuda12 = { cuda: "12.5.1", cudnn: "9" };
const key = "driver 570.10.01; NVIDIA Test GPU";

function withProof(here: Machine, proofKey: string, gpu: true | string): Machine {
  const folder = addBackend(here.home, "cuda", cuda12);
  write(join(folder, "proofs.json"), JSON.stringify({ [proofKey]: { gpu } }));
  return here;
}

async function chosen({ cwd, variables }: Machine): Promise<{ name: string; reason: string }> {
  writeSmallData(cwd);
  const { stdout, stderr, code } = await ohem(["train", "--data", "small", "--dry-run"], cwd, variables);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return JSON.parse(stdout).engine;
}

test("node --jitless: the wasm engine names what is missing", async () => {
  const here = machine();
  writeSmallData(here.cwd);
  const node = [process.execPath, "--jitless", "--no-warnings"] as const;
  const ended = await start(["train", "--data", "small"], here.cwd, here.variables, node).ended;
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  // V8 has its own line before it.
  expect(ended.stderr).toMatch(/^ohem: the wasm engine needs WebAssembly, .*\(--jitless\)$/m);
});

describe("--engine auto takes wasm and says why", () => {
  test("no backend", async () => {
    expect(await chosen(machine())).toMatchObject({
      name: "wasm",
      reason: expect.stringMatching(/auto: no TensorFlow/),
    });
  });

  test("a CPU-only backend, which is not even loaded", async () => {
    const here = machine({ "nvidia-smi": nvidiaSmi });
    addBackend(here.home, "cpu");
    expect(await chosen(here)).toMatchObject({ name: "wasm", reason: expect.stringMatching(/CPU-only/) });
  });

  test.skipIf(hasGpu)("no driver", async () => {
    const here = withProof(machine(), key, true);
    expect(await chosen(here)).toMatchObject({ name: "wasm", reason: expect.stringMatching(/no NVIDIA driver/) });
  });

  test.skipIf(hasGpu)("a kept proof that no GPU computes", async () => {
    const here = withProof(machine({ "nvidia-smi": nvidiaSmi }), key, "no libcudnn");
    expect(await chosen(here)).toMatchObject({ name: "wasm", reason: expect.stringMatching(/no GPU .*no libcudnn/) });
  });

  test.skipIf(hasGpu)(
    "a proof of another driver does not count: the proof runs again, and this backend fails it",
    async () => {
      const here = withProof(machine({ "nvidia-smi": nvidiaSmi }), "driver 1.0; NVIDIA Test GPU", true);
      expect(await chosen(here)).toMatchObject({ name: "wasm", reason: expect.stringMatching(/does not work/) });
    },
  );

  test.skipIf(hasGpu)("a proven backend that can no longer be loaded", async () => {
    const here = withProof(machine({ "nvidia-smi": nvidiaSmi }), key, true);
    expect(await chosen(here)).toMatchObject({ name: "wasm", reason: expect.stringMatching(/cannot be loaded/) });
  });
});

describe("a named engine that cannot be had is refused", () => {
  test.each(["gpu", "tensorflow"])("--engine %s", async (engine) => {
    const { cwd, variables } = machine();
    writeSmallData(cwd);
    const ended = await ohem(["train", "--data", "small", "--engine", engine], cwd, variables);
    expectRefused(ended, "no TensorFlow backend", "ohem.js backend install", "use the wasm engine");
  });

  test("with the reason when what is installed cannot be loaded", async () => {
    const { cwd, home, variables } = machine();
    addBackend(home, "empty");
    writeSmallData(cwd);
    const ended = await ohem(["train", "--data", "small", "--engine", "tensorflow"], cwd, variables);
    expectRefused(ended, "TensorFlow cannot be loaded", "backend empty", "ohem.js doctor");
  });
});
