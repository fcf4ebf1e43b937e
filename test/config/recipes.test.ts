import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { expect, test } from "vitest";
import { readConfigFile } from "../../src/config/read-config-file.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { settingNames, settingsSchema } from "../../src/config/settings.js";

const folder = new URL("../../configs/", import.meta.url);
const recipes = readdirSync(folder).filter((name) => !name.endsWith("schema.json"));

const settingsJsonSchema = {
  // Every number of JSON is finite.
  ...toJsonSchema(settingsSchema, { target: "draft-2020-12", ignoreActions: ["finite"] }),
  title: "Settings of a training run of ohem",
  not: { required: ["ratio", "loss"] },
};

test("configs/schema.json is the schema of the settings (npm test -- -u writes it)", async () => {
  const text = `${JSON.stringify(settingsJsonSchema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(fileURLToPath(new URL("schema.json", folder)));
});

test("every setting has a description", () => {
  const { properties = {} } = settingsJsonSchema as { properties?: Record<string, { description?: string }> };
  expect(Object.keys(properties)).toEqual(settingNames);
  for (const [name, { description }] of Object.entries(properties)) expect(description, name).toMatch(/^.{10,}$/);
});

test.each([
  ["blended.json", { loss: "blended:keep=0.5", lr: 0.001 }],
  ["cross-entropy.json", { loss: "ce", epochs: 10, batchSize: 64 }],
  ["fast.json", { loss: "ohem:ratio=3", epochs: 1, lr: 0.01, lrSchedule: "one-cycle" }],
  ["ninety-nine.json", { loss: "ohem:ratio=3", epochs: 2, lr: 0.008, lrSchedule: "one-cycle" }],
  ["ordered-sgd.json", { loss: "ohem:ratio=3", keepAt: "0.8=0.5,0.9=0.25,0.95=0.125,0.995=0.0625" }],
  ["ohem.json", { loss: "ohem:ratio=3", epochs: 10, batchSize: 64 }],
])("%s holds the settings that its name promises", async (name, settings) => {
  const recipe = await readConfigFile(fileURLToPath(new URL(name, folder)));
  expect(recipe).toMatchObject({ $schema: "./schema.json", description: expect.any(String) });
  expect(resolveConfig(recipe)).toMatchObject(settings);
});

test("every recipe is tested here", () => {
  expect(recipes.sort()).toEqual([
    "blended.json",
    "cross-entropy.json",
    "fast.json",
    "ninety-nine.json",
    "ohem.json",
    "ordered-sgd.json",
  ]);
});
