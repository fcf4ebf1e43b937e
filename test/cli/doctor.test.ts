import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addBackend, type Machine, machine, nvidiaSmi, python, works, write } from "../support/machine.js";
import { expectOneLine, ohem } from "../support/run-ohem.js";

const cuda12 = { cuda: "12.5.1", cudnn: "9" };

/** A test cannot hide the driver's own files from a machine that has them. */
const hasGpu = existsSync("/proc/driver/nvidia/version");
const isLinuxX64 = process.platform === "linux" && process.arch === "x64";

async function linesOf(here: Machine, ...flags: string[]): Promise<string[]> {
  const { stdout, stderr, code } = await ohem(["doctor", ...flags], here.cwd, here.variables);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  return stdout.trimEnd().split("\n");
}

/** The lines of one check. */
const about = (lines: readonly string[], name: string) =>
  lines.filter((line) => line.slice(8).split(/\s/, 1)[0] === name);

describe("ohem doctor", () => {
  test("describes the machine, and says that wasm runs here", async () => {
    const lines = await linesOf(machine());
    expect(about(lines, "node")).toEqual([expect.stringMatching(/^ok .*the wasm engine runs here$/)]);
    expect(about(lines, "node")).toEqual([expect.stringContaining(process.version)]);
    expect(about(lines, "backend")).toEqual([expect.stringMatching(/no TensorFlow backend.*ohem.js backend install/)]);
  });

  test.skipIf(hasGpu)("says that there is no GPU", async () => {
    expect(about(await linesOf(machine()), "nvidia")).toEqual([expect.stringMatching(/^- .*no NVIDIA driver/)]);
  });

  test.skipIf(hasGpu)("--require-gpu fails in one line when no convolution ran on a GPU", async () => {
    const { cwd, variables } = machine({ "nvidia-smi": nvidiaSmi });
    const { code, stdout, stderr } = await ohem(["doctor", "--require-gpu"], cwd, variables);
    expect(code).toBe(1);
    expectOneLine(stderr, "no convolution ran on a GPU");
    expect(stdout).toContain("NVIDIA Test GPU");
  });

  test("--json is one document", async () => {
    const here = machine();
    const [text, ...more] = await linesOf(here, "--json");
    expect(more).toEqual([]);
    const document = JSON.parse(text);
    expect(document.gpu).toBe(null);
    expect(document.checks).toContainEqual(expect.objectContaining({ name: "node", state: "ok" }));
  });
});

describe.runIf(isLinuxX64)("ohem doctor, what installing needs", () => {
  test("nothing there: one helpful line each", async () => {
    const lines = await linesOf(machine());
    expect(about(lines, "python")).toEqual([expect.stringMatching(/^missing .*no Python found.*apt install/)]);
    expect(about(lines, "compiler")).toEqual([expect.stringMatching(/^missing .*install g\+\+.*apt install g\+\+/)]);
    expect(about(lines, "npm")).toEqual([expect.stringMatching(/^missing .*npm not found/)]);
  });

  test("a Python without pip, and no uv", async () => {
    const lines = await linesOf(machine({ python3: python({ pip: false }), "g++": works, npm: works }));
    expect(about(lines, "python")).toEqual([expect.stringMatching(/^missing .*has no pip.*apt install python3-pip/)]);
    expect(about(lines, "compiler")).toEqual([expect.stringMatching(/^ok .*g\+\+/)]);
    expect(about(lines, "npm")).toEqual([expect.stringMatching(/^ok /)]);
  });

  test("uv instead of pip, clang instead of g++", async () => {
    const lines = await linesOf(machine({ python: python({ pip: false }), uv: works, "clang++": works, npm: works }));
    expect(about(lines, "python")).toEqual([expect.stringMatching(/^ok .*python \(Python 3.12.1\) with uv/)]);
    expect(about(lines, "compiler")).toEqual([expect.stringMatching(/^ok .*clang\+\+/)]);
  });

  test("programs that do not run do not count", async () => {
    const lines = await linesOf(machine({ python3: "exit 1", "g++": "exit 1", npm: "exit 1" }));
    for (const name of ["python", "compiler", "npm"]) {
      expect(about(lines, name)).toEqual([expect.stringMatching(/^missing /)]);
    }
  });
});

describe("ohem doctor, installed backends", () => {
  test("half removed: the missing file, and the commands that help", async () => {
    const here = machine();
    const folder = addBackend(here.home, "half");
    const library = join(folder, "python/tensorflow/libtensorflow_cc.so.2");
    rmSync(library);
    const [line, ...more] = about(await linesOf(here), "backend");
    expect(more).toEqual([]);
    expect(line).toMatch(/^missing .*half is broken/);
    expect(line).toContain(library);
    expect(line).toMatch(/ohem.js backend install.*ohem.js backend remove half/);
  });

  test("without its manifest", async () => {
    const here = machine();
    rmSync(join(addBackend(here.home, "unknown"), "backend.json"));
    expect(about(await linesOf(here), "backend")).toEqual([
      expect.stringMatching(/unknown is broken: .*backend\.json/),
    ]);
  });

  test("one that cannot be loaded: why, in one line", async () => {
    const here = machine();
    addBackend(here.home, "empty");
    const [line, ...more] = about(await linesOf(here), "tensorflow");
    expect(more).toEqual([]);
    expect(line).toMatch(/^missing .*backend empty does not work: .*ohem.js backend install/);
  });

  test.skipIf(hasGpu)("CPU-only, beside an NVIDIA driver", async () => {
    const here = machine({ "nvidia-smi": nvidiaSmi });
    addBackend(here.home, "cpu");
    const lines = await linesOf(here);
    expect(about(lines, "nvidia")).toEqual([expect.stringMatching(/^ok .*570\.10\.01: NVIDIA Test GPU/)]);
    expect(about(lines, "cuda")).toEqual([
      expect.stringMatching(/^missing .*CPU-only.*ohem.js backend install --cuda/),
    ]);
  });

  test.skipIf(hasGpu)("names the CUDA libraries that the loader does not find", async () => {
    const here = machine({
      "nvidia-smi": nvidiaSmi,
      ldconfig: 'printf "\\tlibcusparse.so.12 (libc6,x86-64) => /lib/x\\n"',
    });
    const folder = addBackend(here.home, "cuda", cuda12);
    write(join(folder, "python/nvidia/cudnn/lib/libcudnn.so.9"), "");
    const system = join(here.cwd, "lib");
    write(join(system, "libcufft.so.11"), "");
    const variables = { ...here.variables, LD_LIBRARY_PATH: system };
    const [line, ...more] = about(await linesOf({ ...here, variables }), "cuda");
    expect(more).toEqual([]);
    expect(line).toMatch(/^missing .*requires CUDA 12\.5\.1 and cuDNN 9/);
    expect(line).toContain("does not find libcudart.so.12, libcublas.so.12, libcusolver.so.11;");
    expect(line).toContain('pip install "tensorflow[and-cuda]"');
  });
});
