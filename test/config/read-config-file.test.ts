import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfigFile } from "../../src/config/read-config-file.js";
import { FileFormatError, InputError } from "../../src/errors/errors.js";
import { emptyFolder } from "../support/folder.js";
import { writeConfig } from "./folder.js";

test("a file can hold every setting", async () => {
  const settings = {
    $schema: "./schema.json",
    description: "all of them",
    loss: "weighted:keep=0.25,weight=4",
    epochs: 3,
    batchSize: 32,
    lr: 0.01,
    seed: 4294967295,
    data: "mnist",
    engine: "wasm",
    threads: 2,
    out: "somewhere",
    logInterval: 10,
    evalEvery: 1,
    minAccuracy: 0.9,
    warmupEpochs: 1,
    annealEpochs: 2,
    keepAt: "0.8=0.5,0.9=0.25",
  };
  expect(await readConfigFile(writeConfig(settings))).toEqual(settings);
  expect(await readConfigFile(writeConfig({}))).toEqual({});
});

test.each([
  [{ epochs: "3" }, 'epochs (line 2, column 3): expected an integer >= 1, got "3"'],
  [{ epochs: 0 }, "expected an integer >= 1, got 0"],
  [{ epochs: 1.5 }, "expected an integer >= 1, got 1.5"],
  [{ epochs: null }, "expected an integer >= 1, got null"],
  [{ batchSize: 1e300 }, "expected an integer from 1 to 9007199254740991, got 1e+300"],
  [{ lr: 0 }, "expected a number > 0, got 0"],
  [{ lr: [1] }, "expected a number > 0, got [1]"],
  [{ seed: -1 }, "expected an integer from 0 to 4294967295, got -1"],
  [{ seed: 2 ** 32 }, "expected an integer from 0 to 4294967295, got 4294967296"],
  [{ threads: 65 }, "expected an integer from 1 to 64, got 65"],
  [{ minAccuracy: 1.01 }, "expected a number from 0 to 1, got 1.01"],
  [{ minAccuracy: 98.5 }, "expected a number from 0 to 1 (98.5% is 0.985), got 98.5"],
  [{ minAccuracy: -98 }, "expected a number from 0 to 1, got -98"],
  [{ ratio: 0.5 }, "expected a number >= 1 (the loss ohem:keep=0.5 keeps that fraction), got 0.5"],
  [{ ratio: true }, "expected a number >= 1, got true"],
  [{ data: "" }, 'expected a non-empty text, got ""'],
  [{ out: 7 }, "expected a non-empty text, got 7"],
  [{ engine: "gup" }, 'expected one of auto, gpu, tensorflow, wasm, got "gup"; did you mean gpu?'],
  [{ lrSchedule: "onecycle" }, 'expected one of constant, linear, one-cycle, got "onecycle"; did you mean one-cycle?'],
  [{ seed: 1, batchsize: 64 }, "batchsize (line 3, column 3): unknown key batchsize; did you mean batchSize?"],
  [{ learningRate: 1 }, "unknown key learningRate (valid: "],
  [{ engine: "cuda" }, /expected one of auto, gpu, tensorflow, wasm, got "cuda"$/],
  [{ loss: "ohm" }, 'loss (line 2, column 3): unknown loss "ohm"'],
  [{ loss: "ohem:ration=3" }, "ratio"],
  [
    { ratio: 3, loss: "ce" },
    "ratio (line 2, column 3): short for loss ohem:ratio=3, cannot be combined with loss ce; remove one of them",
  ],
  [{ epochs: "x".repeat(1000) }, `got "${"x".repeat(56)}...`],
])("%j is refused with the file, the place and what was expected", async (settings, says) => {
  const file = writeConfig(settings);
  const refused = expect(readConfigFile(file)).rejects;
  await refused.toThrow(FileFormatError);
  await refused.toThrow(`${file}: `);
  await refused.toThrow(says);
});

test.each([
  ["[]", "settings (line 1, column 1): expected an object of settings, got []"],
  ["3", "expected an object of settings, got 3"],
  ["null", "expected an object of settings, got null"],
  ['{"epochs": 3,}', "line 1, column 14: not JSON"],
  ["{\n\n  epochs: 3\n}", "line 3, column 3: not JSON"],
  ["", "line 1, column 1: not JSON"],
  ['{"epochs": 3, "epochs": 4}', 'line 1, column 15: key "epochs" comes twice'],
  ['{"__proto__": {"epochs": 1}}', 'key "__proto__" is not allowed'],
  ['{"constructor": {"prototype": {}}}', 'key "constructor" is not allowed'],
  [`{"epochs": ${"[".repeat(30_000)}`, "nested deeper than 16"],
  [new Uint8Array([0x7b, 0xff, 0x7d]), "expected UTF-8"],
  [`{"description": "${"x".repeat(70_000)}"}`, "expected at most 65536 bytes"],
])("the file %.30s is refused", async (content, says) => {
  const refused = expect(readConfigFile(writeConfig(content))).rejects;
  await refused.toThrow(FileFormatError);
  await refused.toThrow(says);
});

test("a file that cannot be read is an InputError that says why", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "a.json"));
  await expect(readConfigFile(join(folder, "a.json"))).rejects.toThrow(InputError);
  await expect(readConfigFile(join(folder, "none.json"))).rejects.toThrow("none.json: cannot be read: no such file");
});

test("an endless file is read only up to its limit", { skip: process.platform === "win32" }, async () => {
  await expect(readConfigFile("/dev/zero")).rejects.toThrow("/dev/zero: size: expected at most 65536 bytes");
});
