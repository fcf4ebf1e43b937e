import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, listing } from "../folder.js";
import { expectRefused, ohem } from "./run.js";

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

test("settings that are not there, or are a folder, or are no text", async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "bytes.json"), Buffer.from([0xff, 0xfe, 0x00]));
  expectRefused(await ohem(["train", "--config", "none.json"], cwd), "none.json", "no such file");
  expectRefused(await ohem(["train", "--config", "folder"], cwd), "folder");
  expectRefused(await ohem(["train", "--config", "bytes.json"], cwd), "bytes.json", "UTF-8");
  expect(listing(cwd)).toEqual(["bytes.json", "folder"]);
});
