import { expect, test } from "vitest";
import { asGiven } from "../../../src/cli/process/as-given.js";
import { InputError, SettingError } from "../../../src/errors/errors.js";

const error = new SettingError("batchSize", "too small");
const file = { name: "settings.json", settings: { batchSize: 1 } };

test.each([
  ["a flag", { batchSize: 1 }, undefined, "--batch-size"],
  ["a flag that wins over a file", { batchSize: 1 }, file, "--batch-size"],
  ["a file", {}, file, "settings.json: batchSize"],
  ["a default", {}, { ...file, settings: {} }, "--batch-size"],
])("a setting from %s is named in the words of the command line", (_, flags, settingsFile, place) => {
  expect(asGiven(error, flags, settingsFile)).toEqual(new InputError("too small", undefined, place));
});

test("other errors stay as they are", () => {
  const other = new InputError("no such run");
  expect(asGiven(other, {})).toBe(other);
});
