import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

/** A run of one epoch, whose data folder has moved since. */
async function runOnMovedData(): Promise<string> {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  await ohem(["train", "--data", "small", "--epochs", "1", "--ratio", "2", "--out", "run"], cwd);
  renameSync(join(cwd, "small"), join(cwd, "moved"));
  return cwd;
}

test.each([
  [{ epochs: 9 }, [], "ohem: settings.json: epochs: the run was trained with 1, got 9;"],
  [{ ratio: 3 }, [], "ohem: settings.json: ratio: the run was trained with ohem:ratio=2, got ohem:ratio=3;"],
  [{ epochs: 1 }, ["--epochs", "9"], "ohem: --epochs: the run was trained with 1, got 9;"],
  [{ ratio: 2 }, ["--loss", "ce"], "ohem: --loss: the run was trained with ohem:ratio=2, got ce;"],
])("--resume refuses settings %j and flags %j that differ from the run's", async (settings, flags, said) => {
  const cwd = await runOnMovedData();
  writeFileSync(join(cwd, "settings.json"), JSON.stringify(settings));
  expectRefused(await ohem(["train", "--resume", "run", "--config", "settings.json", ...flags], cwd), said);
});

test.each([
  ["eval", "run"],
  ["train", "--resume", "run", "--extend-epochs", "1"],
])("the data folder has moved: %s %s says whose it was, and takes the new place", async (...args) => {
  const cwd = await runOnMovedData();
  const gone = join(cwd, "small");
  expectRefused(
    await ohem(args, cwd),
    "run",
    `trained on data in ${gone}, which no longer exists`,
    "--data: ",
    "if the folder has moved, name its new place here",
  );
  expect(await ohem([...args, "--data", "moved"], cwd)).toMatchObject({ code: 0 });
});
