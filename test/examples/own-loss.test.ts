import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { trainingState } from "../../src/losses/loss.js";
import { emptyFolder } from "../support/folder.js";
import { ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const tilted = fileURLToPath(new URL("../../examples/own-loss/tilted.js", import.meta.url));

test("tilted.js keeps the contract, and computes its formula", async () => {
  const checked = await ohem(["losses", tilted, "--check"], emptyFolder());
  expect(checked).toMatchObject({ code: 0, stderr: "" });
  expect(checked.stdout).toMatch(/^tilted keeps the contract of a loss on 1,000 batches; 2,\d{3} of its weights /);

  const { default: definition } = await import(tilted);
  const losses = Float32Array.of(0.5, 2, 0, 1.25);
  for (const tilt of [0.001, 1, 2.5]) {
    const weights = new Float32Array(4);
    const objective = definition.create({ tilt }).apply(losses, weights, trainingState());
    const powers = [...losses].map((loss) => Math.exp(tilt * loss));
    const total = powers.reduce((a, b) => a + b);
    expect(objective).toBeCloseTo(Math.log(total / 4) / tilt, 10);
    powers.forEach((power, i) => {
      expect(weights[i]).toBeCloseTo(power / total, 6);
    });
  }
});

test("tilted.js trains", async () => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  const { code, stdout } = await ohem(["train", "--loss", tilted, "--data", "small", "--epochs", "1"], cwd);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Test Accuracy: 0\.\d{4}\n$/);
});
