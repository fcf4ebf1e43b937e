import { expect, test } from "vitest";
import { asGiven } from "../../../src/cli/process/as-given.js";
import { InputError, SettingError } from "../../../src/errors/errors.js";

const error = new SettingError("batchSize", "too small");
const file = { name: "settings.json", settings: { batchSize: 1 } };

test.each([
  ["a flag", { batchSize: 1 }, undefined, "--batch-size: too small"],
  ["a flag that wins over a file", { batchSize: 1 }, file, "--batch-size: too small"],
  ["a file", {}, file, "settings.json: batchSize: too small"],
  ["a default", {}, { ...file, settings: {} }, "--batch-size: too small"],
])("a setting from %s is named in the words of the command line", (_, flags, settingsFile, message) => {
  expect(asGiven(error, flags, settingsFile)).toEqual(new InputError(message));
});

test("other errors stay as they are", () => {
  const other = new InputError("no such run");
  expect(asGiven(other, {})).toBe(other);
});
