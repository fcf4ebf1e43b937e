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
  const { status, stdout, stderr } = spawnSync("bash", script, { cwd, env, encoding: "utf8" });
  const read = () =>
    Object.fromEntries(
      readFileSync(output, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split("=")),
    );
  return { cwd, status, stdout, stderr, read };
}

const some = "--data small --epochs 1 --ratio 3 --out mine";
const onPosix = test.skipIf(process.platform === "win32");

onPosix.each([
  ["that is reached", "0", 0],
  ["that is not reached", "0.99", 1],
])("a training with a gate %s gives its accuracy, its model and its document", (_, gate, exitCode) => {
  const { status, stderr, read } = train({ arguments: some, "min-accuracy": gate });
  expect(status, stderr).toBe(exitCode);
  const { result, ...others } = read();
  expect(others).toEqual({
    "test-accuracy": expect.stringMatching(/^0\.\d+$/),
    model: expect.stringMatching(/mine\/model\.safetensors$/),
  });
  const { testAccuracy, model } = JSON.parse(readFileSync(result, "utf8"));
  expect([String(testAccuracy), model]).toEqual([others["test-accuracy"], others.model]);
});

onPosix("arguments may be on many lines, and quoted", () => {
  const lines = "--data small --epochs 1\n--loss focal\n\n  --batch-size '32'\n--out \"my run\"\n";
  const { cwd, status, stderr } = train({ arguments: lines, "min-accuracy": "0" });
  expect(status, stderr).toBe(0);
  const { settings } = JSON.parse(readFileSync(join(cwd, "my run", "config.json"), "utf8"));
  expect(settings).toMatchObject({ loss: expect.stringMatching(/^focal/), batchSize: 32, epochs: 1 });
});

onPosix("a quote that is not closed trains nothing", () => {
  const { cwd, status, stderr } = train({ arguments: `${some} --loss "ce`, "min-accuracy": "0" });
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/^xargs: /);
  expect(listing(cwd)).not.toContain("mine");
});

onPosix("arguments are words, and never commands", () => {
  const { cwd, status, stderr } = train({ arguments: "--data `touch made` ; touch made $HOME", "min-accuracy": "0" });
  expect(status).toBe(2);
  expect(stderr).toContain("ohem: ");
  expect(listing(cwd)).not.toContain("made");
});

onPosix.each(["--data small --dry-run", "--help"])("%s has no result, so the gate does not pass", (args) => {
  const { status, stdout, stderr, read } = train({ arguments: args, "min-accuracy": "0" });
  expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
  expect(stdout).toMatch(/^::error title=ohem::nothing was trained: .*\n$/);
  expect(read()).toEqual({});
});

test("both steps run where they are told", () => {
  const [build, step] = action.runs.steps;
  expect(build.run).toContain("npm ci --include=dev");
  expect(step["working-directory"]).toBe(`\${{ inputs.working-directory }}`);
});
