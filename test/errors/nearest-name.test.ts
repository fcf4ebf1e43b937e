import { expect, test } from "vitest";
import { didYouMean } from "../../src/errors/nearest-name.js";

test.each([
  ["ohm", "ohem"],
  ["wsam", "wasm"],
  ["Seed", "seeds"],
  ["learningrate", "learning-rate"],
])("%s is near %s", (given, meant) => {
  expect(didYouMean(given, ["out", "run", meant])).toBe(`; did you mean ${meant}?`);
});

test.each(["soft", "count", "x", "curve"])("nothing is near %s", (given) => {
  expect(didYouMean(given, ["out", "run", "seeds"])).toBe("");
});
