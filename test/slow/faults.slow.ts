import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forEachAtOnce } from "../support/at-once.js";
import { type Reference, undisturbed } from "../support/reference-run.js";
import type { Ended } from "../support/run-ohem.js";
import { start } from "../support/run-ohem.js";
import { linesOf, stateOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

/** OHEM_FAULTS=all makes every call fail in every way; else the kinds of failure take turns over the calls. */
const all = process.env.OHEM_FAULTS === "all";

const codes = ["ENOSPC", "EIO", "EACCES"] as const;
interface Fault {
  /** from 1; 0: none fails */
  readonly call: number;
  readonly code: (typeof codes)[number] | "short";
  readonly forGood: boolean;
}

interface Attempt {
  readonly cwd: string;
  readonly args: readonly string[];
  /** a file with a line for each call */
  readonly report: string;
  readonly outcome: Ended;
}

const settings = { epochs: 2, batchSize: 32, logInterval: 1, evalEvery: 1, threads: 1 } as const;
const train = "train --quiet --data small --out run --epochs 2 --batch-size 32 --log-interval 1 --eval-every 1".split(
  " ",
);
const flags = ["--threads", "1", "--checkpoint-every", "3"];
const resume = ["train", "--quiet", "--resume", "run"];
const warningOnly = /^(ohem: warning: the run is complete, but runs\/latest may not name it: .*\n)?$/;
const preload = new URL("../support/faults/failing-calls.mjs", import.meta.url);

describe("every call to the file system fails, once and for good", () => {
  const top = mkdtempSync(join(tmpdir(), "ohem-faults-"));
  /** holds the data, and in `begun` a run that was stopped after its first checkpoint, too */
  const [fresh, begun] = [join(top, "fresh"), join(top, "begun")];
  let reference: Reference;
  let result: string;

  beforeAll(async () => {
    mkdirSync(fresh);
    const data = writeSmallData(fresh, "small", 128);
    reference = await undisturbed({ ...settings, data }, join(top, "undisturbed"));
    cpSync(fresh, begun, { recursive: true });
    // The rename of the second model fails: the run keeps the first.
    const stop = readCalls(await attempt(fresh, [...train, ...flags], { call: 0, code: "EIO", forGood: false }));
    result = stop.outcome.stdout;
    const renames = stop.calls.flatMap((call, index) => (call.startsWith("rename .ohem-") ? [index + 1] : []));
    const { cwd } = await attempt(fresh, [...train, ...flags], { call: renames[2], code: "EIO", forGood: true });
    cpSync(join(cwd, "run"), join(begun, "run"), { recursive: true, filter: (path) => !/\.tmp$|lock$/.test(path) });
    expect((await stateOf(join(begun, "run"))).position.step).toBe(3);
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  test.each([
    ["a new run", fresh, [...train, ...flags]],
    ["a run that resumes", begun, resume],
  ] as const)("in %s", async (what, from, args) => {
    const { calls } = readCalls(await attempt(from, args, { call: 0, code: "EIO", forGood: false }));
    const faults = faultsFor(calls);
    const tally = { faults: 0, done: 0, failed: 0, refused: 0, wentOn: 0 };
    const wrong: string[] = [];
    await forEachAtOnce(faults, async (fault) => {
      const tried = await attempt(from, args, fault);
      try {
        tally.faults++;
        tally[(["done", "failed", "refused"] as const)[tried.outcome.code ?? 3]]++;
        await check(tried, fault);
        if (tried.outcome.code !== 0 && existsSync(join(tried.cwd, "run", "model.safetensors"))) {
          await checkGoingOn(tried.cwd);
          tally.wentOn++;
        }
      } catch (error) {
        const { code, stdout, stderr } = tried.outcome;
        const call = `call ${fault.call} (${readCalls(tried).calls[fault.call - 1]})`;
        const where = `${call}, ${fault.code}${fault.forGood ? " for good" : ""}`;
        wrong.push(`${where}: ${error}\n  exit code ${code}, stdout ${stdout}, stderr ${stderr}`);
      } finally {
        rmSync(tried.cwd, { recursive: true, force: true });
      }
    });
    console.log(`${what}: ${calls.length} calls; ${JSON.stringify(tally)}`);
    expect(wrong.join("\n")).toBe("");
  });

  async function attempt(from: string, args: readonly string[], fault: Fault): Promise<Attempt> {
    const cwd = mkdtempSync(join(top, "run-"));
    cpSync(from, cwd, { recursive: true });
    const report = join(cwd, "calls");
    const variables = {
      NODE_OPTIONS: `--import=${preload}`,
      OHEM_FAULT: JSON.stringify({ ...fault, report }),
    };
    return { cwd, args, report, outcome: await start(args, cwd, variables).ended };
  }

  async function check({ cwd, args, outcome }: Attempt, fault: Fault): Promise<void> {
    const { code, stdout, stderr } = outcome;
    const run = join(cwd, "run");
    const metrics = existsSync(join(run, "metrics.jsonl")) ? readFileSync(join(run, "metrics.jsonl"), "utf8") : "";
    if (code === 0) {
      expect({ stdout, stderr }).toEqual({ stdout: result, stderr: expect.stringMatching(warningOnly) });
      await checkDone(cwd, fault.code === "EACCES" || fault.forGood || stderr !== "");
    } else {
      expect(stderr).toMatch(/^ohem: .*\n$/);
      expect(stderr).not.toMatch(/unexpected|undefined|\n./);
      expect(["", result]).toContain(stdout);
      // Once the run has begun, a failure is not the fault of what was typed.
      expect(metrics.includes(args === resume ? '"resumed":' : "{") ? [1] : [1, 2]).toContain(code);
    }
    if (existsSync(join(run, "model.safetensors"))) {
      const state = await stateOf(run);
      expect(state).toEqual(reference.states.get(state.position.step));
    }
    if (existsSync(join(run, "config.json"))) JSON.parse(readFileSync(join(run, "config.json"), "utf8"));
    if (existsSync(join(run, "examples.csv"))) {
      expect(readFileSync(join(run, "examples.csv"), "utf8")).toBe(reference.examples);
    }
    if (existsSync(join(cwd, "runs", "latest")))
      expect(readFileSync(join(cwd, "runs", "latest"), "utf8")).toBe("../run\n");
    if (!fault.forGood && existsSync(run)) expect(readdirSync(run).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  }

  async function checkGoingOn(cwd: string): Promise<void> {
    const { code, stdout, stderr } = await start(resume, cwd).ended;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: result, stderr: "" });
    await checkDone(cwd);
  }

  /** @param unnamed whether runs/latest may not have come about, which is no failure of a run */
  async function checkDone(cwd: string, unnamed = false): Promise<void> {
    const run = join(cwd, "run");
    expect(await stateOf(run)).toEqual(reference.last);
    expect(linesOf(run)).toEqual(reference.lines);
    expect(readFileSync(join(run, "examples.csv"), "utf8")).toBe(reference.examples);
    if (!unnamed) expect(readFileSync(join(cwd, "runs", "latest"), "utf8")).toBe("../run\n");
    // A lock that could not be removed is a dead process's.
    const files = readdirSync(run).filter((name) => name !== "lock");
    expect(files.sort()).toEqual(["config.json", "examples.csv", "metrics.jsonl", "model.safetensors"]);
  }
});

function readCalls({ report, outcome }: Attempt) {
  return { calls: readFileSync(report, "utf8").trimEnd().split("\n"), outcome };
}

function faultsFor(calls: readonly string[]): Fault[] {
  return calls.flatMap((name, index) => {
    const call = index + 1;
    const failures = [false, true].flatMap((forGood) =>
      codes.filter((_, turn) => all || turn === (call + Number(forGood)) % 3).map((code) => ({ call, code, forGood })),
    );
    const short = { call, code: "short", forGood: call % 2 === 0 } as const;
    return /^(handle\.writeFile|writeSync) /.test(name) ? [...failures, short] : failures;
  });
}
