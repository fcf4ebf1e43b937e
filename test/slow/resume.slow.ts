import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installNodes, type Major, majors } from "../support/nodes.js";
import { start } from "../support/run-ohem.js";
import { linesOf, type RunState, stateOf } from "../support/run-state.js";

/**
 * Needs npm's registry for the other versions of Node. MNIST has 938 batches per epoch, the last one short.
 * OHEM_RESUME=all runs both losses on every machine.
 */
const all = process.env.OHEM_RESUME === "all";
const last = 2 * 938;
const stops = [0, 1, 100, 937, 938, 939, last];

interface Machine {
  readonly node: Major;
  readonly threads: number;
}
const machines = majors.flatMap((node) => [1, 2, 4].map((threads): Machine => ({ node, threads })));
const preload = new URL("../support/faults/stop-at.mjs", import.meta.url);

describe.each(["ohem:ratio=3", "selective-backprop"])("two epochs of MNIST with %s", (loss) => {
  const top = mkdtempSync(join(tmpdir(), "ohem-resume-"));
  const settings = ["--loss", loss, "--epochs", "2", "--eval-every", "1"];
  let nodes: Record<Major, string>;
  let whole: { state: RunState; lines: ReturnType<typeof linesOf>; examples: string };

  beforeAll(async () => {
    nodes = installNodes(top);
    const out = join(top, "whole");
    await runOn({ node: 20, threads: 1 }, ["--out", out, ...settings], -1, 0);
    whole = await outcomeOf(out);
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  // For the other loss, which draws numbers and keeps an array, the mixed runs below are the harder test.
  test.each(all || loss === "ohem:ratio=3" ? machines : [])(
    "stopped at every one of the steps, always on Node $node with $threads threads",
    (machine) => stopsAndResumptions(`${machine.node}-${machine.threads}`, () => machine),
  );

  test.each([0, 1, 2])("stopped at every one of the steps, each time on another machine (%i)", (turn) =>
    stopsAndResumptions(`mixed-${turn}`, (stop) => machines[(4 * stop + 3 * turn + 1) % machines.length]),
  );

  async function stopsAndResumptions(name: string, machineFor: (stop: number) => Machine): Promise<void> {
    const out = join(top, name);
    for (const [stop, steps] of stops.entries()) {
      await runOn(machineFor(stop), stop === 0 ? ["--out", out, ...settings] : ["--resume", out], steps, 130);
      expect((await stateOf(out)).position.step).toBe(steps);
    }
    expect(await outcomeOf(out)).toEqual(whole);
    rmSync(out, { recursive: true });
  }

  async function runOn({ node, threads }: Machine, args: readonly string[], steps: number, exitCode: number) {
    const variables = { NODE_OPTIONS: `--import=${preload}`, OHEM_STOP_AT: String(steps) };
    const free = ["--threads", String(threads), "--log-interval", "1"];
    const { code, stderr } = await start(["train", ...args, ...free], top, variables, nodes[node]).ended;
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringMatching(/^Data: mnist, [\s\S]*\n$/) });
  }
});

async function outcomeOf(out: string) {
  return { state: await stateOf(out), lines: linesOf(out), examples: readFileSync(join(out, "examples.csv"), "utf8") };
}
