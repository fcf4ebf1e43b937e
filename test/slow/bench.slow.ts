import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectOneLine } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const script = fileURLToPath(new URL("../bench/main.js", import.meta.url));
const python = process.env.OHEM_PYTHON ?? "python3";

/** The whole benchmark, on 640 images. No assertion is about time. */
describe("npm run bench", () => {
  const folder = mkdtempSync(join(tmpdir(), "ohem-bench-test-"));
  const json = join(folder, "bench.json");
  let printed: string;
  let found: Found;

  beforeAll(() => {
    const data = writeSmallData(folder);
    const options = ["--data", data, "--rounds", "2", "--json", json, "--python", python];
    printed = execFileSync(process.execPath, [script, ...options], { cwd: folder, encoding: "utf8" });
    found = JSON.parse(readFileSync(json, "utf8"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("names the machine", () => {
    const { machine, ohem } = found;
    expect(ohem).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
    expect(machine).toMatchObject({ cpu: expect.any(String), cores: expect.any(Number), node: process.version });
    expect(printed).toContain(machine.cpu);
  });

  test("times both losses on every number of threads, and what mining saves", () => {
    const { epochs, mining } = found.sections.training;
    expect(epochs.map(({ loss, threads }) => `${loss} ${threads}`).slice(0, 2)).toEqual(["ce 1", "ohem:ratio=3 1"]);
    for (const { secondsAnEpoch, microsecondsAStep } of epochs) {
      expectSummary(secondsAnEpoch);
      expect(microsecondsAStep.median).toBeCloseTo(secondsAnEpoch.median * 1e5, 3); // ten steps an epoch
    }
    expect(mining.length).toBe(epochs.length / 2);
    for (const { timeOfCe, skippingSaves } of mining)
      expect([timeOfCe, skippingSaves].every(Number.isFinite)).toBe(true);
  });

  test("times the kernels of a step and counts their vector operations", () => {
    const { kernels, microsecondsAStep, operationsANanosecondAtBest } = found.sections.kernels;
    expect(operationsANanosecondAtBest).toBeGreaterThan(0);
    const linear = kernels.find(({ name }) => name === "linear")!;
    expect(linear.callsAStep).toBe(16); // packs of four images
    expect(linear.operationsACall).toBeGreaterThanOrEqual(2 * 320 * 10);
    expect(linear.operationsACall).toBeLessThan(2 * 320 * 10 + 100);
    for (const kernel of kernels) expect(kernel.operationsACall).toBeGreaterThanOrEqual(0);
    const sum = kernels.reduce((total, kernel) => total + kernel.microsecondsAStep.min, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(microsecondsAStep.max);
  });

  test("races its peers, or says which are missing and how to install them", () => {
    const { rows } = found.sections.peers[0];
    const names = new Set(rows.map(({ name }) => name));
    expect(names).toContain("ohem, wasm");
    for (const { secondsAnEpoch, testAccuracy } of rows) {
      expectSummary(secondsAnEpoch);
      expect(testAccuracy).toBeGreaterThan(0.2);
    }
    const reasons = new Map(found.skipped.map(({ what, why }) => [what, why]));
    for (const [name, what, type] of [
      ["PyTorch", "PyTorch", "pip install torch"],
      ["ohem, tensorflow", "the TensorFlow engine", "backend install"],
    ] as const) {
      expect(names.has(name)).toBe(!reasons.has(what));
      if (reasons.has(what)) expect(reasons.get(what)).toContain(type);
    }
    for (const { what } of found.skipped) expect(printed).toContain(`skipped: ${what}`);
  });

  test("counts how often an accuracy was reached, and gives null for the time if it never was", () => {
    for (const { reached, runs, seconds } of found.sections.accuracy) {
      expect(runs).toBe(2);
      if (reached === 0) expect(seconds).toBeNull();
      else expectSummary(seconds!);
    }
  });

  test("times starts, and reports the memory of a training and an evaluation", () => {
    const { nodeAlone, firstStep, eval: evaluation, peakMebibytes } = found.sections.start;
    for (const summary of [nodeAlone, firstStep, evaluation]) expectSummary(summary);
    expect(peakMebibytes.train).toBeGreaterThan(30);
    expect(peakMebibytes.eval).toBeGreaterThan(30);
  });

  test("times whole runs of each recipe, beside PyTorch where it is there", () => {
    const { wholeRuns } = found.sections.start;
    const missing = found.skipped.some(({ what }) => what === "PyTorch");
    const names = missing ? ["ohem, wasm"] : ["ohem, wasm", "PyTorch"];
    expect(wholeRuns.map(({ recipe, name }) => [recipe, name])).toEqual(
      ["fast", "ninety-nine", "ohem"].flatMap((recipe) => names.map((name) => [recipe, name])),
    );
    for (const { name, seeds, seconds, secondsAfterImports, meanTestAccuracy, reached } of wholeRuns) {
      expect(seeds).toBe(2);
      expectSummary(seconds);
      expect(meanTestAccuracy).toBeGreaterThan(0);
      expect(reached.map(({ level }) => level)).toEqual([0.985, 0.99]);
      expect(reached.every(({ runs }) => runs <= seeds)).toBe(true);
      if (name === "PyTorch") expect(secondsAfterImports!.median).toBeLessThan(seconds.median);
      else expect(secondsAfterImports).toBeNull();
    }
  });

  test("times the trainings of a comparison, one at a time and all at once", () => {
    const { cores, rows, throughput } = found.sections.trials;
    expect(rows.map(({ jobs }) => jobs)).toEqual([1, cores]);
    for (const { secondsATraining, processorSeconds } of rows) {
      expectSummary(secondsATraining);
      expectSummary(processorSeconds);
    }
    expectSummary(throughput);
  });

  test("leaves no run behind", () => {
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });

  test("refuses an unknown section, and names the known ones", () => {
    const { status, stderr } = spawnSync(process.execPath, [script, "--only", "trainings"], { encoding: "utf8" });
    expect(status).toBe(2);
    expectOneLine(stderr, /^ohem: /, "training,kernels,peers,accuracy,start,trials");
  });
});

interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

interface Found {
  readonly ohem: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly sections: {
    readonly training: {
      readonly epochs: { loss: string; threads: number; secondsAnEpoch: Summary; microsecondsAStep: Summary }[];
      readonly mining: { timeOfCe: number; skippingSaves: number }[];
    };
    readonly kernels: {
      readonly microsecondsAStep: Summary;
      readonly operationsANanosecondAtBest: number;
      readonly kernels: { name: string; callsAStep: number; operationsACall: number; microsecondsAStep: Summary }[];
    };
    readonly peers: { rows: { name: string; secondsAnEpoch: Summary; testAccuracy: number }[] }[];
    readonly accuracy: { runs: number; reached: number; seconds: Summary | null }[];
    readonly trials: {
      readonly cores: number;
      readonly rows: { jobs: number; secondsATraining: Summary; processorSeconds: Summary }[];
      readonly throughput: Summary;
    };
    readonly start: {
      readonly nodeAlone: Summary;
      readonly firstStep: Summary;
      readonly eval: Summary;
      readonly peakMebibytes: { train: number; eval: number };
      readonly wholeRuns: {
        recipe: string;
        name: string;
        seeds: number;
        seconds: Summary;
        secondsAfterImports: Summary | null;
        meanTestAccuracy: number;
        reached: { level: number; runs: number }[];
      }[];
    };
  };
  readonly skipped: { what: string; why: string }[];
}

function expectSummary({ median, min, max }: Summary): void {
  expect(min).toBeGreaterThan(0);
  expect(median).toBeGreaterThanOrEqual(min);
  expect(max).toBeGreaterThanOrEqual(median);
}
