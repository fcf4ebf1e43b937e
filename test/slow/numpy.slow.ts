import { execFileSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evaluateRun } from "../../src/index.js";
import { mnistFolder, testImages } from "../support/data-folders.js";
import { emptyFolder } from "../support/folder.js";
import { ohem } from "../support/run-ohem.js";

/** Needs a Python with safetensors and numpy: OHEM_PYTHON, else python3. */
const python = process.env.OHEM_PYTHON ?? "python3";

test("the NumPy lines of ohem help model predict what the engine predicts", async () => {
  const cwd = emptyFolder();
  const lines = await numpyLines(cwd);
  const run = join(cwd, "run");
  expect(await ohem(["train", "--epochs", "1", "--out", "run", "--quiet"], cwd)).toMatchObject({ code: 0 });
  copyFileSync(join(mnistFolder, testImages), join(run, testImages));
  writeFileSync(join(run, "predict.py"), `${lines}\n\nprint(predictions.tolist())\n`);
  const found: number[] = JSON.parse(execFileSync(python, ["predict.py"], { cwd: run, encoding: "utf8" }));

  const { predictions, correct, modelCard } = await evaluateRun({ run, predictions: true });
  const { labels } = predictions!;
  expect(found).toEqual([...predictions!.predictions]);
  expect(found.filter((prediction, i) => prediction === labels[i])).toHaveLength(correct);
  expect(correct / found.length).toBe(modelCard.testAccuracy);
});

/** As they are printed, without their indentation. */
async function numpyLines(cwd: string): Promise<string> {
  const { stdout } = await ohem(["help", "model"], cwd);
  const begin = stdout.indexOf("import numpy");
  return stdout.slice(begin, stdout.indexOf("PyTorch (", begin)).replace(/^ {2}/gm, "");
}
