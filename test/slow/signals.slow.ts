import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom, type Random } from "../../src/random.js";
import { screenAfter } from "../report/screen.js";
import { forEachAtOnce } from "../support/at-once.js";
import { type Reference, undisturbed } from "../support/reference-run.js";
import { start } from "../support/run-ohem.js";
import { linesOf, stateOf } from "../support/run-state.js";
import { writeSmallData } from "../support/small-data.js";

/** Needs Python 3 for its pseudo-terminals, and signals, which Windows does not have. */
const python = process.env.OHEM_PYTHON ?? "python3";
const script = fileURLToPath(new URL("signalled.py", import.meta.url));
const command = fileURLToPath(new URL("../../bin/ohem.js", import.meta.url));

const signals = ["SIGINT", "SIGTERM"] as const;
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

interface Moment {
  /** for the run's folder */
  readonly name: string;
  /** seconds since the start */
  readonly delay: number;
  readonly signal: (typeof signals)[number];
  /** seconds since the first signal, if there is a second one */
  readonly again: number | undefined;
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

describe.skipIf(process.platform === "win32")("signals", () => {
  const top = mkdtempSync(join(tmpdir(), "ohem-signals-"));
  const data = writeSmallData(top);
  const flags = ["--data", data, "--epochs", "60", "--eval-every", "20", "--threads", "2"];
  let reference: Reference;
  /** seconds that an undisturbed run takes here */
  let seconds: number;

  beforeAll(async () => {
    reference = await undisturbed({ data, epochs: 60, evalEvery: 20 }, join(top, "undisturbed"));
    const started = performance.now();
    expect((await start(["train", ...flags, "--out", "measured"], top).ended).code).toBe(0);
    seconds = (performance.now() - started) / 1000;
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  test("at 25 random moments on a terminal: it is restored, and the printed command resumes to the same result", () =>
    atMoments("terminal", 25, 1, async ({ name, delay, signal, again }) => {
      const number = { SIGINT: "KEY", SIGTERM: "15" }[signal];
      const moments = [delay, number, ...(again === undefined ? [] : [again, number])].join(",");
      const run = [process.execPath, command, "train", ...flags, "--out", name];
      const { NODE_OPTIONS: _, ...env } = process.env;
      const { stdout } = await promisify(execFile)(python, [script, moments, ...run], {
        cwd: top,
        env: { ...env, TERM: "xterm-256color" },
      });
      const { code, output, restored } = JSON.parse(stdout);
      expect(restored).toBe(true);
      // No bar is left, unless the interrupt key made the terminal discard pending output, the clearing of the bar
      // included (termios without NOFLSH): its ^C is then in the bar's line.
      expect(screenAfter(output, 80).join("\n")).not.toMatch(/\[[=-]+\](?!.*\^C)/);
      // What it shows, without its own echo of the key.
      return { code, output: screenAfter(output, 1000).join("\n").replaceAll("^C", "") };
    }));

  test("at 25 random moments without a terminal", () =>
    atMoments("pipe", 25, 2, async ({ name, delay, signal, again }) => {
      const { child, ended } = start(["train", ...flags, "--out", name], top);
      await Promise.race([sleep(1000 * delay), ended]);
      child.kill(signal);
      if (again !== undefined) await Promise.race([sleep(1000 * again), ended]);
      if (again !== undefined) child.kill(signal);
      const { code, signal: killedBy, stdout, stderr } = await ended;
      return { code: killedBy === null ? code : exitCodes[killedBy as "SIGINT"], output: stderr + stdout };
    }));

  test.each(signals)("a second %s ends a run at once that cannot write its checkpoint", async (signal) => {
    const preload = new URL("../support/faults/never-renames.mjs", import.meta.url);
    const variables = { NODE_OPTIONS: `--import=${preload}` };
    const { child, ended, until } = start(["train", ...flags, "--out", `stuck-${signal}`], top, variables);
    await until("stdout", "waiting");
    child.kill(signal);
    await sleep(500);
    expect(child.exitCode).toBeNull();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: exitCodes[signal], signal: null });
  });

  test("time in which it is stopped is not training time", async () => {
    const started = performance.now();
    const run = start(["train", "--epochs", "6", "--threads", "1", "--json", "--out", "suspended"], top);
    await run.until("stderr", "Folder:");
    const stops = 5;
    for (let i = 0; i < stops; i++) {
      await sleep(100);
      run.child.kill("SIGSTOP");
      await sleep(1000);
      run.child.kill("SIGCONT");
    }
    const { code, stdout } = await run.ended;
    const elapsed = (performance.now() - started) / 1000;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).trainSeconds).toBeLessThan(elapsed - stops);
  });

  async function atMoments(
    where: string,
    count: number,
    seed: number,
    run: (moment: Moment) => Promise<Outcome>,
  ): Promise<void> {
    const random = createRandom(seed, "batches");
    const moments = Array.from({ length: count }, (_, index) => momentOf(`${where}-${index}`, index, random));
    const tally = { atStart: 0, stopped: 0, twice: 0, done: 0, wentOn: 0 };
    await forEachAtOnce(moments, async (moment) => {
      const { code, output } = await run(moment);
      const about = `${JSON.stringify(moment)}: exit code ${code}: ${output}`;
      const out = join(top, moment.name);
      expect(output, about).not.toMatch(/^\s+at |unexpected/m);
      const resume = /^To resume: node \S+ohem\.js (train --resume \S+)/m.exec(output);
      if (output.includes("Test Accuracy")) {
        tally.done++;
        expect([0, exitCodes[moment.signal]], about).toContain(code);
      } else {
        expect(code, about).toBe(exitCodes[moment.signal]);
        if (resume) tally.stopped++;
        else if (moment.again !== undefined && existsSync(out)) {
          tally.twice++;
          expect(output, about).toMatch(/^ohem: stopped at once, /m);
        } else {
          // Before the command listens, the signal itself ends it: nothing is written yet.
          tally.atStart++;
          expect(existsSync(out), about).toBe(false);
        }
        if (!existsSync(join(out, "model.safetensors"))) return;
        const args = resume?.[1]?.split(" ") ?? ["train", "--resume", out];
        expect(await start(args, top).ended, about).toMatchObject({ code: 0 });
        tally.wentOn++;
      }
      expect(await stateOf(out), about).toEqual(reference.last);
      expect(linesOf(out), about).toEqual(linesOf(join(top, "measured")));
    });
    console.log(`${where}: ${JSON.stringify(tally)}`);
    expect(tally.stopped).toBeGreaterThan(0);
  }

  function momentOf(name: string, index: number, random: Random): Moment {
    const delay = random.float() * 1.1 * seconds;
    const again = index % 3 === 2 ? random.float() * 0.03 : undefined;
    return { name, delay, signal: signals[index % 2], again };
  }
});
