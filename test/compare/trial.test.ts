import { expect, test } from "vitest";
import { countBits, differenceOfBits, packBits } from "../../src/compare/bits.js";
import { type Trial, trialFileName, trialId, trialSettings } from "../../src/compare/trial.js";
import { parseTrial, trialText } from "../../src/compare/trial-file.js";
import { resolveConfig } from "../../src/config/resolve-config.js";
import { FileFormatError } from "../../src/errors/errors.js";
import { arithmeticVersion } from "../../src/version.js";

const flags = Array.from({ length: 20 }, (_, i) => i % 3 === 0);
const identity = {
  settings: trialSettings(resolveConfig({ loss: "ce", seed: 3, epochs: 1 })),
  data: { name: null, sha256: "ab".repeat(32), train: 640, test: flags.length },
  engine: "wasm",
  arithmetic: arithmeticVersion,
} as const;
const trial: Trial = {
  ...identity,
  id: trialId(identity),
  ohem: "1.2.3",
  curve: [
    {
      epoch: 1,
      steps: 10,
      forwardExamples: 640,
      backwardExamples: 640,
      testAccuracy: 7 / 20,
      balancedAccuracy: null,
      meanLoss: 0.1 + 0.2,
      testLoss: null,
    },
  ],
  correct: packBits(flags),
  diverged: { epoch: 0, step: 9, reason: "the loss is not finite" },
  timings: {
    startedAt: "2026-01-02T03:04:05.000Z",
    host: "here",
    cpu: "some",
    threads: 1,
    trainSeconds: 0.5,
    forwardSeconds: 1e-5,
    backwardSeconds: null,
    updateSeconds: 0,
  },
};

test("bits survive their text, whatever their number", () => {
  for (let count = 0; count <= 20; count++) {
    const some = flags.slice(0, count);
    const found = differenceOfBits(packBits(some), packBits(some.map(() => false)));
    expect([...found]).toEqual(some.flatMap((flag, i) => (flag ? [[i, 1]] : [])));
    expect(countBits(packBits(some), count)).toBe(some.filter(Boolean).length);
  }
  expect(countBits(packBits(flags), 33)).toBeUndefined();
});

test("flags that differ are found by their index, own - reference", () => {
  const own = Array.from({ length: 64 }, (_, i) => i % 3 === 0);
  const reference = Array.from({ length: 64 }, (_, i) => i % 4 === 0);
  const expected = own.map((flag, i) => [i, Number(flag) - Number(reference[i])]).filter(([, d]) => d !== 0);
  expect([...differenceOfBits(packBits(own), packBits(reference))]).toEqual(expected);
});

test("the id is that of the settings that decide what is learned", () => {
  const config = resolveConfig({
    loss: "ce",
    seed: 3,
    epochs: 1,
    data: "elsewhere",
    threads: 2,
    out: "x",
    evalEvery: 1,
  });
  expect(trialId({ ...identity, settings: trialSettings(config) })).toBe(trial.id);
  expect(trialFileName(trial.id)).toBe(`${trial.id}.json`);
  const others = [
    { ...identity, settings: trialSettings(resolveConfig({ loss: "ce", seed: 4, epochs: 1 })) },
    { ...identity, data: { sha256: "cd".repeat(32) } },
    { ...identity, engine: "tensorflow" },
    { ...identity, arithmetic: arithmeticVersion + 1 },
  ] as const;
  expect(new Set([trial.id, ...others.map(trialId)]).size).toBe(1 + others.length);
});

test("a trial survives its file", () => {
  const text = trialText(trial);
  expect(parseTrial(text, "t.json")).toEqual(trial);
  expect(trialText(parseTrial(text, "t.json"))).toBe(text);
});

test.each([
  ["cut short", trialText(trial).slice(0, 100), /^t\.json: line 1: /],
  ["a missing field", trialText(trial).replace('"ohem":"1.2.3",', ""), "t.json: ohem: this key is missing"],
  ["another seed", trialText(trial).replace('"seed":3', '"seed":5'), /^t\.json: id: expected [0-9a-f]{64}, /],
  [
    "another accuracy",
    trialText(trial).replace(":0.35", ":0.3"),
    /^t\.json: correct: expected 20 bits, a share of 0.3 /,
  ],
  ["another figure", trialText(trial).replace('"steps":10', '"steps":11'), /^t\.json: checksum: /],
])("a damaged file is refused: %s", (_, text, message) => {
  expect(() => parseTrial(text, "t.json")).toThrow(FileFormatError);
  expect(() => parseTrial(text, "t.json")).toThrow(message);
});
