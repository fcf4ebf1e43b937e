import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installNodes, type Major, majors } from "../support/nodes.js";
import { start } from "../support/run-ohem.js";
import { stateOf } from "../support/run-state.js";

/** Needs npm's registry, for the other versions of Node. */
const top = mkdtempSync(join(tmpdir(), "ohem-bits-"));
let nodes: Record<Major, string>;
let sha256: string;

beforeAll(async () => {
  nodes = installNodes(top);
  sha256 = await bitsOfAnEpoch(20, 1);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** Merges pairs of vectors into 256-bit ones on processors that have them; Node 20 does not know the flag. */
const merging = "--experimental-wasm-revectorize";
const machines = majors.flatMap((node) => [1, 2, 3, 4].map((threads) => ({ node, threads, flags: [] as string[] })));
const wide = [22, 24].flatMap((node) => [1, 2].map((threads) => ({ node: node as Major, threads, flags: [merging] })));

test.each([...machines, ...wide])(
  "an epoch of MNIST leaves the same bits on Node $node with $threads threads $flags",
  async ({ node, threads, flags }) => {
    expect(await bitsOfAnEpoch(node, threads, ...flags)).toBe(sha256);
  },
);

async function bitsOfAnEpoch(node: Major, threads: number, ...flags: string[]): Promise<string> {
  const out = join(top, "run");
  const args = ["train", "--engine", "wasm", "--epochs", "1", "--threads", String(threads), "--out", out, "--quiet"];
  const { code, stderr } = await start(args, top, {}, [nodes[node], ...flags]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const state = await stateOf(out);
  rmSync(out, { recursive: true });
  return state.sha256;
}
