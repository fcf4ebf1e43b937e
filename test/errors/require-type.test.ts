import { describe, expect, test } from "vitest";
import {
  defineLoss,
  findResumable,
  loadData,
  lossSpec,
  mergeComparisons,
  report,
  resolveConfig,
  resume,
  showComparison,
  train,
  verdict,
} from "../../src/index.js";
import { refusal } from "../support/refusal.js";

describe("an option of another type is named in the words of the others", () => {
  const of = "of: expected the folder of a run or a comparison, or a model file, got [object Object]";
  test.each<[string, () => Promise<unknown>, string]>([
    ["report({ of: {} })", () => report({ of: {} as string }), of],
    ["report({ out: 5 })", () => report({ out: 5 as never }), "out: expected the name of an .html file, got 5"],
    ["report({ svg: 5 })", () => report({ svg: 5 as never }), "svg: expected a folder, got 5"],
    [
      "showComparison(5)",
      () => showComparison(5 as never),
      "comparison: expected a comparison's folder, its name below",
    ],
    ["resume(a name)", async () => resume("runB" as never), 'await findResumable("runB")), got runB'],
    [
      "resume()",
      async () => resume(undefined as never),
      "resume takes a run that findResumable has found, resume(await",
    ],
    ["loadData()", () => loadData(undefined as never), "data: expected a known data set or a folder, got undefined"],
    ["mergeComparisons()", () => mergeComparisons(undefined as never), "expected a list with the folders of a"],
    ['mergeComparisons("a")', () => mergeComparisons("a" as never), "comparison's shards, got a"],
    ["lossSpec(a text)", async () => lossSpec("ce" as never), "loss: expected a loss: { name, parameters, apply }, as"],
    ["defineLoss(3)", async () => defineLoss(3 as never), "expected a loss made by defineLoss, or its description {"],
    [
      "train with an AbortController",
      async () => train(resolveConfig({}), { signal: new AbortController() as never }),
      "signal: expected an AbortSignal, got [object AbortController]; pass its signal",
    ],
    ["findResumable({})", () => findResumable({} as string), "run: expected a run's folder, its name below runs/,"],
    ["loadData(5)", () => loadData(5 as never), "data: expected a known data set or a folder, got 5"],
    ["verdict(5)", async () => verdict(5 as never), "expected a list of trials"],
    ["verdict([{}])", async () => verdict([{}] as never), "expected a list of trials"],
    [
      "train with signal: true",
      async () => train(resolveConfig({}), { signal: true as never }),
      "signal: expected an AbortSignal, got true",
    ],
  ])("%s", async (_, call, problem) => {
    const error = await refusal(call());
    expect(["InputError", "SettingError"]).toContain(error.name);
    expect(error.message).toContain(problem);
  });
});
