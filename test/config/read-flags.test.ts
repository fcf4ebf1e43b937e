import { expect, test } from "vitest";
import { readFlags } from "../../src/config/read-flags.js";
import { InputError } from "../../src/errors/errors.js";

test("the text of a flag takes the type of its setting; flags that were not given are left out", () => {
  const flags = { ratio: "2.5", epochs: "3", lr: "1e-2", seed: "007", data: "1", engine: "wasm", out: undefined };
  expect(readFlags(flags)).toStrictEqual({ ratio: 2.5, epochs: 3, lr: 0.01, seed: 7, data: "1", engine: "wasm" });
});

test("a ratio above the batch size is legal: one example is kept", () => {
  expect(readFlags({ ratio: "1000" })).toEqual({ ratio: 1000 });
});

test.each([
  [{ ratio: "0" }, "--ratio: expected a number >= 1, got 0"],
  [{ ratio: "0.3" }, "--ratio: expected a number >= 1 (the loss ohem:keep=0.3 keeps that fraction), got 0.3"],
  [{ ratio: "abc" }, '--ratio: expected a number >= 1, got "abc"'],
  [{ ratio: "" }, '--ratio: expected a number >= 1, got ""'],
  [{ ratio: "1e999" }, "--ratio: expected a number >= 1"],
  [{ ratio: "Infinity" }, '--ratio: expected a number >= 1, got "Infinity"'],
  [{ epochs: "0x10" }, '--epochs: expected an integer >= 1, got "0x10"'],
  [{ batchSize: "6.4" }, "--batch-size: expected an integer >= 1, got 6.4"],
  [{ batchSize: " 64" }, '--batch-size: expected an integer >= 1, got " 64"'],
  [{ logInterval: "0" }, "--log-interval: expected an integer >= 1, got 0"],
  [{ evalEvery: "-1" }, "--eval-every: expected an integer >= 0, got -1"],
  [{ minAccuracy: "98" }, "--min-accuracy: expected a number from 0 to 1 (98% is 0.98), got 98"],
  [{ engine: "cuda" }, '--engine: expected one of auto, gpu, tensorflow, wasm, got "cuda"'],
  [{ loss: "ohm" }, '--loss: unknown loss "ohm"'],
  [
    { loss: "ce", ratio: "3" },
    "--ratio: short for loss ohem:ratio=3, cannot be combined with loss ce; remove one of them",
  ],
  [{ data: "" }, '--data: expected a non-empty text, got ""'],
])("%j is refused under the name of the flag", (flags, says) => {
  expect(() => readFlags(flags)).toThrow(InputError);
  expect(() => readFlags(flags)).toThrow(says);
});
