import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { emptyFolder } from "../support/folder.js";
import { ohem } from "../support/run-ohem.js";
import { writeSmallData } from "../support/small-data.js";

const recipes = fileURLToPath(new URL("../../configs/", import.meta.url));

async function configOf(args: readonly string[], settings: object) {
  const cwd = emptyFolder();
  writeSmallData(cwd);
  writeFileSync(join(cwd, "settings.json"), JSON.stringify(settings));
  const { code, stdout } = await ohem(["train", "--config", "settings.json", "--json", ...args], cwd);
  expect(code).toBe(0);
  return JSON.parse(stdout).config;
}

test("flags win over the file, the file over the defaults", async () => {
  const settings = { data: "small", epochs: 2, seed: 7, batchSize: 100, ratio: 2 };
  expect(await configOf(["--epochs", "1", "--seed", "8"], settings)).toMatchObject({
    epochs: 1,
    seed: 8,
    batchSize: 100,
    loss: "ohem:ratio=2",
  });
});

test.each([
  [{ ratio: 2 }, ["--loss", "ce"], "ce"],
  [{ loss: "ce" }, ["--ratio", "4"], "ohem:ratio=4"],
  [{ loss: "ce" }, [], "ce"],
  [{}, [], "ohem:ratio=3"],
])("settings %j with flags %j train with %s", async (settings, flags, loss) => {
  expect(await configOf(["--epochs", "1", ...flags], { data: "small", ...settings })).toMatchObject({ loss });
});

test("every recipe of configs/ trains", async () => {
  const files = readdirSync(recipes).filter((file) => file.endsWith(".json") && !file.endsWith("schema.json"));
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const file of files) {
    const cwd = emptyFolder();
    writeSmallData(cwd);
    copyFileSync(join(recipes, file), join(cwd, file));
    const { code, stdout } = await ohem(
      ["train", "--config", file, "--data", "small", "--epochs", "1", "--quiet"],
      cwd,
    );
    expect({ file, code, stdout }).toEqual({
      file,
      code: 0,
      stdout: expect.stringMatching(/^Test Accuracy: 0\.\d{4}\n$/),
    });
  }
});
