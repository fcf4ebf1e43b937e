import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compare } from "../../src/compare/compare.js";
import type { CompareOptions } from "../../src/compare/options.js";
import { emptyFolder } from "../support/folder.js";

async function refusal(specs: unknown, options: object): Promise<string> {
  const out = join(emptyFolder(), "out");
  try {
    for await (const _ of compare(specs as string[], { out, ...options } as CompareOptions));
  } catch (error) {
    expect(existsSync(out)).toBe(false);
    return (error as Error).message;
  }
  throw new Error("was not refused");
}

test.each([
  [{ margin: Number.NaN }, "margin: expected a number > 0 and < 1, got NaN"],
  [{ margin: "0.1" }, 'margin: expected a number > 0 and < 1, got "0.1"'],
  [{ alpha: 2 }, "alpha: expected a number > 0 and < 1, got 2"],
  [{ metric: "f1" }, "metric: expected accuracy or balanced-accuracy, got f1"],
  [{ target: 98 }, "target: expected a number > 0 and <= 1, got 98"],
  [{ controls: "no" }, 'controls: expected true or false, got "no"'],
  [{ signal: true }, "signal: expected an AbortSignal, got true"],
  [{ settings: 5 }, "settings: expected an object of settings, got 5"],
  [{ untilDecided: 1 }, "untilDecided: expected true or false, got 1"],
  [{ out: null }, "out: expected a folder, got null; a comparison is always written"],
  [{ out: "" }, 'out: expected a folder, got ""'],
])("what judges is checked before anything is trained or written: %j", async (options, problem) => {
  expect(await refusal(["ce", "ohem"], options)).toContain(problem);
});

test.each([["ce"], [["ce", { loss: "ohem" }]]])("contestants are a list of texts, not %j", async (specs) => {
  expect(await refusal(specs, {})).toContain("expected a list of losses and files of settings");
});
