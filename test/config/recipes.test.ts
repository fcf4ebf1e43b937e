import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { settingsJsonSchema } from "../../src/config/json-schema.js";
import { readConfigFile } from "../../src/config/read-config-file.js";
import { resolveConfig } from "../../src/config/resolve-config.js";

const folder = new URL("../../configs/", import.meta.url);
const recipes = readdirSync(folder).filter((name) => name !== "schema.json");

test("configs/schema.json is what the code's schema says today (npm run schema writes it)", () => {
  const written = JSON.parse(readFileSync(new URL("schema.json", folder), "utf8"));
  expect(written).toEqual(JSON.parse(JSON.stringify(settingsJsonSchema())));
});

test("every setting has a description", () => {
  const { properties } = settingsJsonSchema() as { properties: Record<string, { description?: string }> };
  for (const [name, { description }] of Object.entries(properties)) expect(description, name).toMatch(/^.{10,}$/);
});

test.each([
  ["blended.json", { loss: "blended:keep=0.5", lr: 0.001 }],
  ["cross-entropy.json", { loss: "ce", epochs: 10, batchSize: 64 }],
  ["fast.json", { loss: "ohem:ratio=3", epochs: 1, lr: 0.003 }],
  ["ohem.json", { loss: "ohem:ratio=3", epochs: 10, batchSize: 64 }],
])("%s says what it is named for", async (name, settings) => {
  const recipe = await readConfigFile(fileURLToPath(new URL(name, folder)));
  expect(recipe).toMatchObject({ $schema: "./schema.json", description: expect.any(String) });
  expect(resolveConfig(recipe, {})).toMatchObject(settings);
});

test("there are no other recipes than those tested here", () => {
  expect(recipes.sort()).toEqual(["blended.json", "cross-entropy.json", "fast.json", "ohem.json"]);
});
