import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runModule } from "../support/child.js";
import { type Reference, undisturbed } from "../support/reference-run.js";
import { start } from "../support/run-ohem.js";
import { linesOf, stateOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

const top = mkdtempSync(join(tmpdir(), "ohem-two-"));
const data = writeSmallData(top, "small", 320);
const flags = ["--data", data, "--epochs", "3", "--batch-size", "32", "--log-interval", "1", "--threads", "1"];
const run = (...args: string[]) => start(["train", ...args], top).ended;
let reference: Reference;
beforeAll(async () => {
  const settings = { data, epochs: 3, batchSize: 32, logInterval: 1 };
  reference = await undisturbed(settings, join(top, "undisturbed"));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const refusals = [
  /has been writing a run here since/,
  /not empty \(there is "(config\.json|metrics\.jsonl|model\.safetensors)"\)/,
  /another process has continued this run/,
  /all 3 epochs are done/,
];

test("of two runs into one folder one is refused, ten times", async () => {
  for (let round = 0; round < 10; round++) {
    const out = join(top, `new-${round}`);
    await oneWins(out, () => run(...flags, "--out", out));
  }
});

test("of two resumptions of a run one is refused, ten times; the stale lock of a kill is no obstacle", async () => {
  for (let round = 0; round < 10; round++) {
    const out = join(top, `begun-${round}`);
    const { child, ended, until } = start(["train", ...flags, "--out", out, "--checkpoint-every", "1"], top);
    await until("stdout", "Train Epoch: 1 ");
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(join(out, "lock"))).toBe(true);
    await oneWins(out, () => run("--resume", out));
  }
});

async function oneWins(out: string, attempt: () => ReturnType<typeof run>): Promise<void> {
  const [winner, loser] = (await Promise.all([attempt(), attempt()])).sort((a, b) => a.code! - b.code!);
  const attempts = `${winner!.stderr}${loser!.stderr}`;
  expect(winner!.code, attempts).toBe(0);
  // 1 while the other one writes, 2 where it has ended
  expect([1, 2], attempts).toContain(loser!.code);
  expect(loser!.stdout).toBe("");
  expect(loser!.stderr.split("\n")).toHaveLength(2);
  expect(refusals.some((refusal) => refusal.test(loser!.stderr))).toBe(true);
  expect(await stateOf(out)).toEqual(reference.last);
  expect(linesOf(out)).toEqual(reference.lines);
  expect(readdirSync(out).sort()).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
}

test("six runs that finish together have separate folders, and runs/latest names one of them", async () => {
  const ended = await Promise.all(Array.from({ length: 6 }, () => run(...flags)));
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  const folders = readdirSync(join(top, "runs")).filter((name) => name !== "latest");
  for (const folder of folders) expect(await stateOf(join(top, "runs", folder))).toEqual(reference.last);
  expect(folders.map((name) => `${name}\n`)).toContain(readFileSync(join(top, "runs", "latest"), "utf8"));
});

test("a reader of runs/latest sees one whole name while four runs write theirs", async () => {
  const cwd = mkdtempSync(join(top, "naming-"));
  // Names of different lengths: half of one, or two in one another, would show.
  const names = [1, 50, 100, 200].map((length) => "x".repeat(length));
  const children = names.map((name) =>
    runModule(
      `
      const { nameLatest } = await ohem("run/find-run.js");
      const { resolve } = await import("node:path");
      console.log("ready");
      for (let count = 0; count < 200; count++) await nameLatest(resolve("runs", ${JSON.stringify(name)}));`,
      cwd,
    ),
  );
  let running = true;
  const ended = Promise.all(children.map((child) => child.ended)).then((outcomes) => {
    running = false;
    return outcomes;
  });
  const latest = join(cwd, "runs", "latest");
  const read = new Set<string>();
  while (running) {
    if (existsSync(latest)) read.add(readFileSync(latest, "utf8"));
    await new Promise(setImmediate);
  }
  expect((await ended).map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    names.map(() => ({ code: 0, stderr: "" })),
  );
  expect(names.map((name) => `${name}\n`)).toEqual(expect.arrayContaining([...read]));
  expect(read.size).toBeGreaterThan(0);
  expect(readdirSync(join(cwd, "runs"))).toEqual(["latest"]);
});
