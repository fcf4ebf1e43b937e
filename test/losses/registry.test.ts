import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors/errors.js";
import { legalParameters } from "../../src/losses/check/cases.js";
import { trainingState } from "../../src/losses/loss.js";
import { ohem } from "../../src/losses/ohem.js";
import { keptArrays, lossDefinitions, lossSpec, parseLoss } from "../../src/losses/registry.js";
import { createRandom } from "../../src/random.js";

describe("parseLoss", () => {
  test.each([
    ["ce", {}],
    ["ohem", { ratio: 3, skip: 0, normalize: "kept" }],
    ["ohem:ratio=1000", { ratio: 1000, skip: 0, normalize: "kept" }],
    ["ohem:keep=.25,skip=1e-1,normalize=batch", { keep: 0.25, skip: 0.1, normalize: "batch" }],
    ["weighted:weight=5,keep=0.3", { keep: 0.3, weight: 5 }],
    ["blended", { keep: 0.5, weight: 2 }],
    ["threshold:min=8", { probability: 0.7, min: 8, normalize: "kept" }],
    ["focal:gamma=0", { gamma: 0 }],
    ["small-loss", { drop: 0.2 }],
    ["random", { keep: 1 / 3 }],
    ["selective-backprop", { beta: 3, history: 1024 }],
  ])("reads %s", (spec, parameters) => {
    const loss = parseLoss(spec);
    expect(loss.name).toBe(spec.split(":")[0]);
    expect(loss.parameters).toEqual(parameters);
  });

  test.each([
    ["ohm", 'unknown loss "ohm"; did you mean ohem? (valid: ce, ohem, weighted, blended,'],
    ["", 'unknown loss "" (valid: ce, ohem,'],
    ["./mine", "./mine: not a module's name; expected one that ends in .js, .mjs, .cjs or .ts"],
    ["nope", 'unknown loss "nope" (valid: ce, ohem,'],
    ["OHEM", 'unknown loss "OHEM"; did you mean ohem? (valid: '],
    ["ohem:ration=3", 'ohem has no parameter "ration"; did you mean ratio? (valid: ratio, keep, skip, normalize)'],
    ["ohem:ratoi=3", 'ohem has no parameter "ratoi"; did you mean ratio?'],
    ["ohem:__proto__=3", 'ohem has no parameter "__proto__"'],
    ["ce:ratio=3", 'ce has no parameters, got "ratio"'],
    ["ohem:", 'loss "ohem:": expected key=value, got ""'],
    ["ohem:ratio", 'loss "ohem:ratio": expected key=value, got "ratio"'],
    ["ohem:ratio=", 'got "ratio="'],
    ["ohem:=3", 'got "=3"'],
    ["ohem:ratio=3,", 'got "" (a loss is name:key=value,key=value)'],
    ["ohem:ratio=3,ratio=3", "ratio is given twice"],
    ["ohem:ratio=3,keep=0.5", "ohem takes ratio or keep, not both"],
    ["ohem:ratio=0", "ohem: ratio must be a number >= 1, not 0"],
    ["ohem:ratio=0.99", "not 0.99"],
    ["ohem:keep=30%", 'ohem: keep must be a number > 0 and <= 1 (30% is 0.3), not "30%"'],
    ["ohem:keep=30", "ohem: keep must be a number > 0 and <= 1 (30% is 0.3), not 30"],
    ["ohem:ratio=abc", 'ohem: ratio must be a number >= 1, not "abc"'],
    ["ohem:ratio=3x", 'not "3x"'],
    ["ohem:ratio=0x10", 'not "0x10"'],
    ["ohem:ratio= 3", 'not " 3"'],
    ["ohem:ratio=Infinity", 'not "Infinity"'],
    ["ohem:ratio=1e999", "not Infinity"],
    ["ohem:ratio=NaN", 'not "NaN"'],
    ["ohem:keep=0", "ohem: keep must be a number > 0 and <= 1, not 0"],
    ["ohem:keep=1.01", "not 1.01"],
    ["ohem:skip=1", "ohem: skip must be a number >= 0 and < 1, not 1"],
    ["ohem:normalize=sum", 'ohem: normalize must be kept or batch, not "sum"'],
    ["ohem:normalize=1", "ohem: normalize must be kept or batch, not 1"],
    ["weighted:weight=0", "weighted: weight must be a number > 0"],
    ["threshold:probability=0", "threshold: probability must be a number > 0 and <= 1"],
    ["threshold:min=1.5", "threshold: min must be an integer >= 0, not 1.5"],
    ["threshold:min=-1", "not -1"],
    ["focal:gamma=-0.1", "focal: gamma must be a number >= 0"],
    ["small-loss:drop=1", "small-loss: drop must be a number >= 0 and < 1"],
    ["random:keep=2", "random: keep must be a number > 0 and <= 1"],
    ["selective-backprop:beta=-1", "selective-backprop: beta must be"],
    ["selective-backprop:history=0", "selective-backprop: history must be an integer >= 1"],
  ])("refuses %j", (spec, message) => {
    expect(() => parseLoss(spec)).toThrow(InputError);
    expect(() => parseLoss(spec)).toThrow(message);
  });
});

describe("lossSpec", () => {
  test.each([
    ["ce", "ce"],
    ["ohem", "ohem:ratio=3"],
    ["ohem:normalize=batch,keep=0.50", "ohem:keep=0.5,normalize=batch"],
    ["threshold:min=1", "threshold:probability=0.7"],
    ["random", "random:keep=0.3333333333333333"],
  ])("writes %s as %s", (spec, text) => expect(lossSpec(parseLoss(spec))).toBe(text));

  test.each(lossDefinitions)("parseLoss reads it back as the same loss: $name", (definition) => {
    const random = createRandom(0, "loss");
    for (let drawn = 0; drawn < 100; drawn++) {
      const loss = definition.create(legalParameters(definition, random));
      expect(parseLoss(lossSpec(loss)).parameters).toEqual(loss.parameters);
    }
  });

  test("shows all parameters of a loss from memory", () => {
    const unregistered = { name: "own", parameters: { a: 1, b: "x" }, apply: () => 0 };
    expect(lossSpec(unregistered)).toBe("own@memory:a=1,b=x");
  });
});

describe("create", () => {
  test("checks its parameters", () => {
    expect(() => ohem.create({ ratio: Number.NaN })).toThrow("ohem: ratio must be a number >= 1, not NaN");
    expect(() => ohem.create({ ratio: 2, keep: 0.5 })).toThrow(InputError);
    expect(ohem.create({ keep: 0.5 }).parameters).toEqual({ keep: 0.5, skip: 0, normalize: "kept" });
  });
});

test.each([...lossDefinitions.map(({ name }) => name), "selective-backprop:history=100"])(
  "%s keeps the arrays that its definition declares",
  (spec) => {
    const loss = parseLoss(spec);
    const state = trainingState();
    for (let seen = 0; seen < 1500; seen += 64) {
      const kept = Object.entries(keptArrays(loss, seen)).filter(([, length]) => length > 0);
      expect([...state.arrays].map(([name, { length }]) => [name, length])).toEqual(kept);
      const losses = Float32Array.from({ length: 64 }, () => state.random.float());
      loss.apply(losses, new Float32Array(64), state);
    }
  },
);
