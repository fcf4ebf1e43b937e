import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { expect, expectTypeOf, test } from "vitest";
import { defaultConfig } from "../../src/config/resolve-config.js";
import { describeSetting, type SettingName, settingNames, settingsSchema } from "../../src/config/settings.js";
import type { Settings } from "../../src/config/settings-type.js";
import { docComment } from "../support/doc-comment.js";

const file = fileURLToPath(new URL("../../src/config/settings-type.ts", import.meta.url));

test("the type of the settings says on hover what the schema says (npm test -- -u writes it)", async () => {
  const fields = settingNames.map((name) => `${docComment(meaningOf(name), "  ")}\n  ${name}?: ${typeOf(name)};\n`);
  const text = `// Made from the schema by \`npm test -- -u\`: what an editor shows of a setting.

/** The settings of a run, as in a file of settings; all are optional. */
export interface Settings {
${fields.join("")}}
`;
  await expect(text).toMatchFileSnapshot(file);
});

test("the schema gives that type", () => {
  expectTypeOf<v.InferOutput<typeof settingsSchema>>().toEqualTypeOf<Settings>();
});

/** Description, legal values and default. */
function meaningOf(name: SettingName): string {
  const { issues } = v.safeParse(settingsSchema, { [name]: null });
  const [expected] = issues!.map(({ message }) => message);
  const isNumber = settingsSchema.entries[name].wrapped.type === "number";
  const meaning = isNumber ? `${describeSetting(name)}; ${expected}` : describeSetting(name);
  const value = (defaultConfig as Partial<Record<SettingName, number | string>>)[name];
  return value === undefined ? meaning : `${meaning} (default: ${value})`;
}

function typeOf(name: SettingName): string {
  const { wrapped } = settingsSchema.entries[name];
  const values = wrapped.type === "picklist" ? wrapped.options.map((value) => `"${value}"`).join(" | ") : wrapped.type;
  return `${values} | undefined`;
}
