import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { programFolder } from "./support/program-folder.js";
import { typeCheck } from "./support/type-check.js";

const readme = readFileSync("README.md", "utf8");
const [tfjs, run, loop, ...others] = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]);

async function output(program: string): Promise<string> {
  const folder = programFolder({ "program.mjs": program });
  const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd: folder });
  return stdout;
}

test("every program is tested here", () => expect(others).toEqual([]));

test("the TensorFlow.js model learns", async () => {
  const [, accuracy, objective] = /^Accuracy: (0\.\d{4})\nObjective: (\d\.\d{4})\n$/.exec(await output(tfjs)) ?? [];
  expect(Number(accuracy)).toBeGreaterThan(0.75);
  expect(Number(objective)).toBeLessThan(2);
});

test("the run of one epoch prints its mean loss", async () => {
  expect(Number(await output(run))).toBeLessThan(0.5);
});

test("the loop of one's own mines and learns", async () => {
  const printed = await output(loop);
  expect(printed).toMatch(/^step 0: \d\.\d{4}, 21 selected\nstep 100: .*\nTest Accuracy: 0\.9[678]\d\d\n$/s);
});

test("all of it is strict TypeScript, without a cast", async () => {
  const files = { "tfjs.mts": tfjs, "run.mts": run, "loop.mts": loop };
  // tfjs's own declarations need more than this
  expect(await typeCheck(files, { module: "NodeNext", skipLibCheck: true })).toBe("");
});
