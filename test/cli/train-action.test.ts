import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { emptyFolder, listing } from "../support/folder.js";
import { writeSmallData } from "../support/small-data.js";

const folder = fileURLToPath(new URL("../../.github/actions/train", import.meta.url));
const action = parse(readFileSync(join(folder, "action.yml"), "utf8"));

/** Runs the step that trains, as GitHub's runner does. */
function train(inputs: Readonly<Record<string, string>>) {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  mkdirSync(join(cwd, "temp"));
  const step = action.runs.steps.find(({ id }: { id?: string }) => id === "train");
  const given = Object.entries<string>(step.env).map(([name, text]) => [
    name,
    text.replace(/^\$\{\{ inputs\.([a-z-]+) \}\}$/, (_, input) => inputs[input] ?? action.inputs[input].default),
  ]);
  const output = join(cwd, "output");
  const env = {
    PATH: process.env.PATH,
    GITHUB_ACTION_PATH: folder,
    GITHUB_OUTPUT: output,
    RUNNER_TEMP: join(cwd, "temp"),
    ...Object.fromEntries(given),
  };
  const script = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run];
  const { status, stderr } = spawnSync("bash", script, { cwd, env, encoding: "utf8" });
  const read = () =>
    Object.fromEntries(
      readFileSync(output, "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split("=")),
    );
  return { cwd, status, stderr, read };
}

const some = "--data small --epochs 1 --ratio 3 --out mine";

test.skipIf(process.platform === "win32").each([
  ["that is reached", "0", 0],
  ["that is not reached", "0.99", 1],
])("a training with a gate %s gives its accuracy and its model", (_, gate, exitCode) => {
  const { status, stderr, read } = train({ arguments: some, "min-accuracy": gate });
  expect(status, stderr).toBe(exitCode);
  expect(read()).toEqual({
    "test-accuracy": expect.stringMatching(/^0\.\d+$/),
    model: expect.stringMatching(/mine\/model\.safetensors$/),
  });
});

test.skipIf(process.platform === "win32")("arguments are words, and never commands", () => {
  const { cwd, status, stderr } = train({ arguments: "--data `touch made` ; touch made", "min-accuracy": "0" });
  expect(status).toBe(2);
  expect(stderr).toContain("ohem: ");
  expect(listing(cwd)).not.toContain("made");
});
