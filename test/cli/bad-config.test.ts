import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../support/folder.js";
import { expectOneLine, expectRefused, ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

test.each<[text: string, ...says: (string | RegExp)[]]>([
  ["", "settings.json", "line 1"],
  ["{", "settings.json", "line 1"],
  ['{\n  "epochs": 3,\n}', "settings.json", "line 3"],
  ["[]", "settings.json", "expected"],
  ['{ "epoch": 3 }', "epoch", "epochs"],
  ['{\n  "batchsize": 3 }', "line 2", "batchSize"],
  ['{ "epochs": "3" }', "epochs", "an integer >= 1"],
  ['{ "epochs": 0 }', "epochs", "an integer >= 1"],
  ['{ "loss": "ohm" }', "loss", "ohem"],
  ['{ "loss": "ce", "ratio": 3 }', "ratio"],
  ['{ "epochs": 1, "epochs": 2 }', "epochs", "twice"],
  ['{ "__proto__": {} }', "__proto__"],
  ["[".repeat(100_000), "settings.json"],
])("settings %j are refused, and nothing is written", async (text, ...says) => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, "settings.json"), text);
  expectRefused(await ohem(["train", "--config", "settings.json"], cwd), ...says);
  expect(listing(cwd)).toEqual(["settings.json"]);
});

test.each<[settings: object, flags: string[], said: string]>([
  [{ keepAt: "0.9" }, [], "settings.json: keepAt: expected ACCURACY=FRACTION"],
  [
    { keepAt: "0.9" },
    ["--keep-at", "0.8"],
    '--keep-at: expected ACCURACY=FRACTION,... as in 0.8=0.5,0.9=0.25, got "0.8"',
  ],
  [{ epochs: 2, warmupEpochs: 5 }, [], "settings.json: warmupEpochs: expected fewer than the run's 2 epochs, got 5"],
  [{ warmupEpochs: 5 }, ["--epochs", "2"], "settings.json: warmupEpochs: expected fewer"],
  [{ loss: "ce", warmupEpochs: 1 }, [], "settings.json: warmupEpochs: needs one of the losses"],
  [{ annealEpochs: 1, keepAt: "0.8=0.5" }, [], "settings.json: annealEpochs: "],
  [{ data: "nope" }, [], 'settings.json: data: no data set or folder "nope"'],
  [{ data: "mnist" }, ["--data", "nope"], '--data: no data set or folder "nope"'],
  [{ data: "small", out: "small" }, [], "settings.json: out: "],
  [{ data: "small", out: "small" }, ["--dry-run"], "settings.json: out: "],
  [{ data: "small", engine: "gpu" }, [], "settings.json: engine: no TensorFlow backend"],
  [{ engine: "tensorflow", threads: 2 }, [], "settings.json: threads: "],
])("settings %j and flags %j: what does not fit is named as it was given", async (settings, flags, said) => {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  writeFileSync(join(cwd, "settings.json"), JSON.stringify(settings));
  const { code, stderr } = await ohem(["train", "--config", "settings.json", ...flags], cwd, { OHEM_HOME: cwd });
  expect(code).toBe(2);
  expectOneLine(stderr, `ohem: ${said}`);
  expect(listing(cwd)).not.toContain("runs");
});

test("settings that are missing, a folder, or not text", async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "bytes.json"), Buffer.from([0xff, 0xfe, 0x00]));
  expectRefused(await ohem(["train", "--config", "none.json"], cwd), "none.json", "no such file");
  expectRefused(await ohem(["train", "--config", "folder"], cwd), "folder");
  expectRefused(await ohem(["train", "--config", "bytes.json"], cwd), "bytes.json", "UTF-8");
  expect(listing(cwd)).toEqual(["bytes.json", "folder"]);
});
