import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError, RunError } from "../../../src/errors/errors.js";
import { trainingState } from "../../../src/losses/loss.js";
import { loadLoss } from "../../../src/losses/own/load-loss.js";
import { isOwn, lossSpec, modulePath, parseLoss, shortSpec } from "../../../src/losses/registry.js";
import { targetFraction } from "../../../src/losses/schedule.js";
import { emptyFolder, workingFolder } from "../../support/folder.js";

const body = (build: string, more = "") => `export default {
  name: "mine",
  parameters: { alpha: { kind: "number", summary: "a scale", default: 1, above: 0, maximum: 4 } },
  ${more}
  build: ${build},
};
`;
const mean = `({ alpha }) => (losses, weights) => {
    weights.fill(alpha / losses.length);
    return (alpha * losses.reduce((a, b) => a + b, 0)) / losses.length;
  }`;

function moduleFile(text: string, name = "mine.js"): string {
  const file = join(emptyFolder(), name);
  writeFileSync(file, text);
  return file;
}

test("loads a module, and parseLoss knows it by its file and by its digest", async () => {
  const folder = workingFolder();
  const text = body(mean, "target: ({ alpha }) => alpha / 4,");
  writeFileSync(join(folder, "mine.js"), text);
  expect(() => parseLoss("./mine.js")).toThrow('./mine.js: not loaded; await loadLoss("./mine.js") first');

  const loss = await loadLoss("./mine.js:alpha=2");
  const sha256 = createHash("sha256").update(text).digest("hex");
  expect(loss).toMatchObject({ name: "mine", parameters: { alpha: 2 } });
  expect(loss.definition?.module).toEqual({ path: join(folder, "mine.js"), sha256 });
  expect(lossSpec(loss)).toBe(`mine@${sha256}:alpha=2`);
  expect(shortSpec(lossSpec(loss))).toBe(`mine@${sha256.slice(0, 8)}:alpha=2`);
  expect(isOwn(lossSpec(loss))).toBe(true);
  expect(targetFraction(loss)).toBe(0.5);
  for (const spec of ["mine.js", join(folder, "mine.js"), `mine@${sha256}`]) {
    expect(parseLoss(`${spec}:alpha=3`).parameters).toEqual({ alpha: 3 });
    expect(parseLoss(spec).parameters).toEqual({ alpha: 1 });
  }
  const weights = new Float32Array(2);
  expect(loss.apply(Float32Array.of(1, 2), weights, trainingState())).toBe(3);
  expect([...weights]).toEqual([1, 1]);
});

test.each([
  ["mine.js", "mine.js"],
  ["./a:b/mine.mjs:alpha=2", "./a:b/mine.mjs"],
  ["C:\\losses\\mine.ts:alpha=2,beta=x.js", "C:\\losses\\mine.ts"],
  ["my.js/loss.cjs", "my.js/loss.cjs"],
  ["ohem:ratio=3", undefined],
  ["mine.json", undefined],
  ["js", undefined],
])("the module of %s is %s", (spec, path) => expect(modulePath(spec)).toBe(path));

describe("says what is wrong, and where", () => {
  test.each<[string, string, string | RegExp]>([
    ["an error at the top", "\n\nnope();\nexport default {};", ":3:1: ReferenceError: nope is not defined"],
    ["a missing import", 'import "./gone.js";', /: Error: Cannot find module .*gone\.js/],
    [
      "no ohem there",
      'import { defineLoss } from "ohem";',
      "ohem is not installed there; install it, or export the object",
    ],
    ["no default export", "export const loss = 1;", "has no default export"],
    ["no object", "export default 3;", /: expected a loss made by defineLoss, or its description \{.*\}, got 3$/],
    ["a wrong key", body(mean, "targte: () => 1,"), 'has no option "targte"; did you mean target?'],
    [
      "a wrong name",
      body(mean).replace('"mine"', '"My Loss"'),
      'name: expected lower-case letters, digits and hyphens, got "My',
    ],
    ["no build", body("undefined"), "loss mine: build: expected a function of the parameters, got undefined"],
    [
      "an illegal default",
      body(mean).replace("default: 1", "default: 9"),
      "parameters.alpha.default: expected a number > 0 and <= 4, got 9",
    ],
    [
      "an illegal bound",
      body(mean).replace("above: 0", "above: NaN"),
      "parameters.alpha.above: expected a finite number, got NaN",
    ],
    [
      "a wrong kind",
      body(mean).replace('"number"', '"float"'),
      'parameters.alpha.kind: expected "number" or "choice", got "float"',
    ],
    [
      "a build that throws",
      body("({ alpha }) => {\n  throw new RangeError('alpha ' + alpha);\n}"),
      ":6:9: RangeError: alpha 1",
    ],
    [
      "an apply that throws",
      body("() => (losses) => {\n  return losses.nope();\n}"),
      ":6:17: TypeError: losses.nope is not",
    ],
    [
      "no objective",
      body("() => (_, weights) => void weights.fill(1)"),
      "apply to return the objective, a number, got undefined",
    ],
    [
      "an objective of NaN",
      body("() => (_, weights) => 0 / (weights.fill(1).length - 1)"),
      "for a batch of 1: expected a finite objective, got NaN",
    ],
    [
      "a weight that is not set",
      body("() => (losses, weights) => (weights[0] = losses[0])"),
      "for a batch of 3: expected a finite number as weights[1], got NaN (or it was not set)",
    ],
    [
      "losses that change",
      body("() => (losses, weights) => losses.sort().length + weights.fill(1)[0]"),
      "changes the losses that it is given",
    ],
    [
      "an array that is not declared",
      body("() => (_, weights, { arrays }) => void arrays.set('a', weights.fill(1)) ?? 0"),
      "state.arrays: a holds 1 numbers, but arrays() of the definition says 0",
    ],
    [
      "a target above 1",
      body(mean, "target: ({ alpha }) => 2 * alpha,"),
      "expected target to return a kept fraction, a number > 0 and <= 1, got 2",
    ],
    ["a build without apply", body("() => 3"), "loss mine: expected build to return a function"],
  ])("%s", async (_, text, says) => {
    const file = moduleFile(text);
    const error: Error = await loadLoss(file).then(
      () => expect.unreachable(),
      (error) => error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(file);
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain("\n");
  });

  test("no such file", async () => {
    await expect(loadLoss(join(emptyFolder(), "none.js"))).rejects.toThrow(/none\.js: .*no such file/i);
  });

  test("a parameter out of bounds", async () => {
    await expect(loadLoss(`${moduleFile(body(mean))}:alpha=5`)).rejects.toThrow(
      "loss mine: alpha must be a number > 0 and <= 4, not 5",
    );
  });

  test("an apply that throws later", async () => {
    const file = moduleFile(
      body("() => (losses, weights, { epoch }) => {\n  weights.fill(epoch);\n  return [0][epoch].valueOf();\n}"),
    );
    const loss = await loadLoss(file);
    const apply = () => loss.apply(new Float32Array(1), new Float32Array(1), { ...trainingState(), epoch: 1 });
    expect(apply).toThrow(RunError);
    expect(apply).toThrow(`${file}:7:21: TypeError: Cannot read properties of undefined`);
  });
});

test("refuses a module that changed since it was loaded", async () => {
  const file = moduleFile(body(mean));
  await loadLoss(file);
  writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
  await expect(loadLoss(file)).rejects.toThrow(`${file}: has changed since this process loaded it`);
});
