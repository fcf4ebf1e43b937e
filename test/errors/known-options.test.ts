import { expect, test } from "vitest";
import {
  compare,
  createEngine,
  evaluateRun,
  exportModel,
  predict,
  resolveConfig,
  showComparison,
  suspects,
  train,
} from "../../src/index.js";

test.each([
  ["evaluateRun", (options: object) => evaluateRun(options), "predicitons", "predictions"],
  ["suspects", (options: object) => suspects(options), "topp", "top"],
  ["exportModel", (options: object) => exportModel(options as never), "rum", "run"],
  ["predict", (options: object) => predict([], options), "asis", "asIs"],
  ["train", async (options: object) => train(resolveConfig({}), options), "signl", "signal"],
  ["compare", (options: object) => compare(["ce", "focal"], options).next(), "seed", "seeds"],
  ["showComparison", (options: object) => showComparison("nothing", options), "partal", "partial"],
] as const)("%s refuses an option that it does not have", async (name, call, given, meant) => {
  await expect(call({ [given]: 1 })).rejects.toThrow(`${name} has no option "${given}"; did you mean ${meant}?`);
});

test("an unknown engine is refused with the nearest name", async () => {
  await expect(createEngine("wsm" as never, {} as never)).rejects.toThrow('unknown engine "wsm"; did you mean wasm?');
});
