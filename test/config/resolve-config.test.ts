import * as v from "valibot";
import { expect, test } from "vitest";
import { defaultConfig, resolveConfig } from "../../src/config/resolve-config.js";
import { resolvedConfigSchema, type Settings } from "../../src/config/settings.js";
import { SettingError } from "../../src/errors/errors.js";

test("without settings the defaults apply", () => {
  expect(resolveConfig({})).toStrictEqual({
    loss: "ohem:ratio=3",
    epochs: 10,
    batchSize: 64,
    lr: 0.001,
    lrSchedule: "constant",
    seed: 0,
    data: "mnist",
    engine: "auto",
    logInterval: 100,
    evalEvery: 0,
    warmupEpochs: 0,
    annealEpochs: 0,
  });
});

test("overrides win over settings, and settings over the defaults", () => {
  const settings = { epochs: 3, batchSize: 32, threads: 1 };
  expect(resolveConfig(settings, { epochs: 5, out: "here" })).toStrictEqual({
    ...defaultConfig,
    epochs: 5,
    batchSize: 32,
    threads: 1,
    out: "here",
  });
});

test.each([
  [{ ratio: 4 }, {}, "ohem:ratio=4"],
  [{ loss: "ohem" }, {}, "ohem:ratio=3"],
  [{}, { loss: "ohem:skip=0,ratio=4.0" }, "ohem:ratio=4"],
  [{ loss: "ce" }, {}, "ce"],
  [{ ratio: 4 }, { loss: "ce" }, "ce"],
  [{ loss: "ce" }, { ratio: 8 }, "ohem:ratio=8"],
  [{ ratio: 4 }, { ratio: 8 }, "ohem:ratio=8"],
])("settings %j and overrides %j: a loss among the overrides wins", (settings, overrides, loss) => {
  expect(resolveConfig(settings, overrides)).toStrictEqual({ ...defaultConfig, loss });
});

test("keys for readers of the file are left out, and the result has a schema that accepts it", () => {
  const resolved = resolveConfig({ $schema: "./schema.json", description: "x", threads: 2 });
  expect(resolved).toStrictEqual({ ...defaultConfig, threads: 2 });
  expect(v.parse(resolvedConfigSchema, resolved)).toEqual(resolved);
});

test.each<[unknown, string]>([
  [{ ratios: 8 }, "ratios: unknown key ratios; did you mean ratio?"],
  [{ batch_size: 32 }, "did you mean batchSize?"],
  [{ ratio: 3, loss: "ce" }, "ratio: short for loss ohem:ratio=3, cannot be combined with loss ce"],
  [{ epochs: "3" }, "epochs: expected an integer >= 1"],
  [{ loss: "ohm" }, "loss: unknown loss"],
  [{ seed: 3n }, "seed: expected an integer from 0 to 4294967295, got 3"],
  [{ loss: Math.abs }, "loss: expected a non-empty text, got function"],
  [null, "expected an object of settings, got null"],
  ["ohem", "expected an object of settings"],
  [[], "expected an object of settings"],
])("%o from a caller without types is refused, as settings and as overrides", (given, says) => {
  for (const resolve of [() => resolveConfig(given as Settings), () => resolveConfig({}, given as Settings)]) {
    expect(resolve).toThrow(SettingError);
    expect(resolve).toThrow(says);
  }
});

test("a setting that is undefined is not given", () => {
  const settings = { epochs: undefined, ratio: undefined, loss: "ce" };
  expect(resolveConfig(settings, { loss: undefined })).toStrictEqual({ ...defaultConfig, loss: "ce" });
});
