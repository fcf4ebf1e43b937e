import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { defaultConfig } from "../../src/config/resolve-config.js";
import { describeSetting, type SettingName, settingNames, settingsSchema } from "../../src/config/settings.js";
import { docComment } from "./doc-comment.js";

export const settingsTypeFile = fileURLToPath(new URL("../../src/config/settings-type.ts", import.meta.url));

/** The type of the settings. */
export function settingsTypeText(): string {
  const fields = settingNames.map((name) => `${docComment(meaningOf(name), "  ")}\n  ${name}?: ${typeOf(name)};\n`);
  return `// Made from the schema by \`npm test -- -u\`: what an editor shows of a setting.

/** The settings of a run, as in a file of settings; all are optional. */
export interface Settings {
${fields.join("")}}
`;
}

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
