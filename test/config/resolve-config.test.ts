import * as v from "valibot";
import { expect, test } from "vitest";
import { defaultConfig, resolveConfig } from "../../src/config/resolve-config.js";
import { resolvedConfigSchema } from "../../src/config/settings.js";

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
