import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, expectTypeOf, test } from "vitest";
import { trainingState } from "../../src/losses/loss.js";
import { lossDefinitions, parseLoss } from "../../src/losses/registry.js";
import {
  ce,
  focal,
  InputError,
  ohem,
  type Reduction,
  RunError,
  random,
  smallLoss,
  type TfjsLoss,
  threshold,
  weighted,
} from "../../src/tfjs/index.js";
import { leaked, useBackend } from "./backend.js";
import { makerOf } from "./maker-of.js";

await useBackend("cpu");

const classes = 4;
const logits = tf.randomNormal([12, classes], 0, 2, "float32", 1) as tf.Tensor2D;
const sparse = tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3], "int32");
const oneHot = tf.oneHot(sparse, classes);

function gradientOf(loss: (labels: tf.Tensor, predictions: tf.Tensor) => tf.Scalar, labels: tf.Tensor, at: tf.Tensor) {
  const { value, grad } = tf.valueAndGrad((predictions) => loss(labels, predictions))(at);
  return { objective: value.dataSync()[0], gradient: grad.dataSync(), shape: grad.shape };
}

describe("gradients", () => {
  test.each([
    ["ce", ce(), "logits"],
    ["ohem", ohem({ ratio: 3, skip: 0.1 }), "logits"],
    ["weighted", weighted(), "logits"],
    ["focal", focal(), "logits"],
    ["threshold", threshold({ probability: 0.5, normalize: "batch" }), "logits"],
    ["ohem", ohem({ keep: 0.5, from: "probabilities" }), "probabilities"],
    ["focal", focal({ gamma: 0.5, from: "probabilities" }), "probabilities"],
  ])("of %s equal finite differences (%s)", (_name, loss, from) => {
    const at = from === "logits" ? logits : tf.softmax(logits);
    const { gradient } = gradientOf(loss, sparse, at);
    const values = at.dataSync();
    const step = from === "logits" ? 2 ** -7 : 2 ** -12;
    const shifted = (i: number, by: number) =>
      tf.tidy(() => {
        const moved = Float32Array.from(values);
        moved[i] = moved[i] + by;
        return loss(sparse, tf.tensor(moved, at.shape)).dataSync()[0];
      });
    values.forEach((_, i) => {
      const slope = (shifted(i, step) - shifted(i, -step)) / (2 * step);
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(2e-3 + 2e-3 * Math.abs(slope));
    });
  });

  test("equal those of tfjs's own cross-entropy", () => {
    const own = gradientOf((labels, at) => tf.losses.softmaxCrossEntropy(labels, at), oneHot, logits);
    const { objective, gradient } = gradientOf(ce(), oneHot, logits);
    expect(objective).toBeCloseTo(own.objective, 6);
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(own.gradient[i], 6);
    });
  });

  test("are scaled by the upstream gradient", () => {
    const loss = ohem();
    const once = gradientOf(loss, sparse, logits).gradient;
    const thrice = gradientOf((labels, at) => tf.mul(3, loss(labels, at)), sparse, logits).gradient;
    expect([...thrice]).toEqual([...once.map((value) => Math.fround(3 * value))]);
  });

  test("weight a smoothed label by its sum", () => {
    const smooth = tf.add(tf.mul(oneHot, 0.9), 0.025);
    const own = gradientOf(
      (labels, at) => tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(at)), 1))),
      smooth,
      logits,
    );
    const { gradient } = gradientOf(ce(), smooth, logits);
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(own.gradient[i], 6);
    });
  });
});

describe("labels", () => {
  test("may be one-hot or integers", () => {
    expect(gradientOf(ohem(), oneHot, logits)).toEqual(gradientOf(ohem(), sparse, logits));
    expect(gradientOf(ohem(), tf.cast(sparse, "float32"), logits)).toEqual(gradientOf(ohem(), sparse, logits));
  });

  test("may be dense, some of them ignored", () => {
    const shape = [2, 3, 2];
    const ignored = [1, 6, 11];
    const values = [...sparse.dataSync()].map((label, i) => (ignored.includes(i) ? 255 : label));
    const dense = gradientOf(
      ohem({ keep: 0.5, normalize: "batch", ignoreLabel: 255 }),
      tf.tensor(values, shape, "int32"),
      tf.reshape(logits, [...shape, classes]),
    );
    expect(dense.shape).toEqual([...shape, classes]);

    const kept = [...values.keys()].filter((i) => !ignored.includes(i));
    const flat = gradientOf(ohem({ keep: 0.5, normalize: "batch" }), tf.gather(sparse, kept), tf.gather(logits, kept));
    expect(dense.objective).toBe(flat.objective);
    const expected = new Float32Array(dense.gradient.length);
    kept.forEach((row, i) => {
      expected.set(flat.gradient.subarray(i * classes, (i + 1) * classes), row * classes);
    });
    expect(dense.gradient).toEqual(expected);

    const zeros = tf.tensor1d(values.map((label) => (label === 255 ? 0 : 1)));
    const emptied = tf.mul(oneHot, tf.expandDims(zeros, 1));
    expect(gradientOf(ohem({ keep: 0.5, normalize: "batch" }), emptied, logits).gradient).toEqual(expected);
  });

  test("may be soft, with a sum of 1 within rounding", () => {
    const soft = tf.tensor2d([0.7, 0.2995, 0.1, 0.9], [2, 2]);
    const losses = ce().mine(soft, tf.zeros([2, 2])).losses;
    expect(losses[0]).toBeCloseTo(0.9995 * Math.log(2), 6);
    expect(losses[1]).toBeCloseTo(Math.log(2), 6);
  });

  test("may all be ignored: no objective, no gradient", () => {
    const { objective, gradient } = gradientOf(ohem({ ignoreLabel: 0 }), tf.zerosLike(sparse), logits);
    expect(objective).toBe(0);
    expect(gradient.every((value) => value === 0)).toBe(true);
  });

  test.each<[string, tf.Tensor, tf.Tensor, string]>([
    ["a label that is not a class", tf.tensor1d([0, 4], "int32"), tf.zeros([2, 4]), "label 4 of prediction 1 must be"],
    ["a negative label", tf.tensor1d([0, -1], "int32"), tf.zeros([2, 4]), "an integer from 0 to 3"],
    ["a label between classes", tf.tensor1d([0.5, 1]), tf.zeros([2, 4]), "label 0.5"],
    ["too many labels", tf.zeros([3], "int32"), tf.zeros([2, 4]), "integers of shape [2], not [3]"],
    ["too many classes", tf.zeros([2, 5]), tf.zeros([2, 4]), "must be one-hot of that shape"],
    [
      "only one class",
      tf.zeros([2, 1]),
      tf.zeros([2, 1]),
      'at least 2 classes, not [2,1]; for outputs of a sigmoid set from: "sigmoid"',
    ],
    ["no batch dimension", tf.zeros([2]), tf.zeros([2]), "not [2]"],
    [
      "an empty batch",
      tf.zeros([0], "int32"),
      tf.zeros([0, 4]),
      "the batch is empty: expected at least one prediction",
    ],
    [
      "a negative one-hot label",
      tf.fill([2, 4], -1),
      tf.zeros([2, 4]),
      "the one-hot label of prediction 0 holds -1: expected numbers >= 0 that sum to 1, or only zeros, to be ignored",
    ],
    ["one-hot labels that cancel out", tf.tensor2d([0, 1, 1, -1], [2, 2]), tf.zeros([2, 2]), "prediction 1 holds -1"],
    [
      "a one-hot label of NaN",
      tf.tensor2d([0, 1, 0, Number.NaN], [2, 2]),
      tf.zeros([2, 2]),
      "prediction 1 sums to NaN",
    ],
    ["two classes at once", tf.tensor2d([0, 1, 1, 1], [2, 2]), tf.zeros([2, 2]), "prediction 1 sums to 2"],
    [
      "an array",
      [0, 1] as unknown as tf.Tensor,
      tf.zeros([2, 4]),
      "expected the labels as a tensor; make one of the array: tf.tensor(...)",
    ],
    ["empty images", tf.zeros([2, 0, 3, 4]), tf.zeros([2, 0, 3, 4]), "got predictions of shape [2,0,3,4]"],
  ])("are refused: %s", (_what, labels, predictions, message) => {
    expect(() => ohem()(labels, predictions)).toThrow(InputError);
    expect(() => ohem()(labels, predictions)).toThrow(message);
  });
});

describe("outputs", () => {
  test("that look like probabilities need from", () => {
    const probabilities = tf.softmax(logits);
    expect(() => ohem()(sparse, probabilities)).toThrow('set from: "probabilities"');
    expect(() => ohem({ from: "logits" })(sparse, probabilities)).not.toThrow();
  });

  test("that are not probabilities are refused as such", () => {
    expect(() => ohem({ from: "probabilities" })(sparse, logits)).toThrow("the predictions are not probabilities");
  });

  test("may contain a probability of 0 or, by rounding, above 1", () => {
    const loss = focal({ from: "probabilities" });
    const { objective, gradient } = gradientOf(
      loss,
      tf.tensor1d([0, 1], "int32"),
      tf.tensor2d([
        [1.0000001, 0],
        [1, 0],
      ]),
    );
    expect(objective).toBeGreaterThan(7);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  test("that are not finite throw a RunError", () => {
    const broken = tf.tensor2d([
      [0, 1],
      [Number.NaN, 0],
    ]);
    expect(() => ohem()(tf.tensor1d([0, 0], "int32"), broken)).toThrow(RunError);
    expect(() => ohem()(tf.tensor1d([0, 0], "int32"), broken)).toThrow("the loss of prediction 1 in this batch is NaN");
  });
});

describe('with reduction "none"', () => {
  const losses = [...ce().mine(sparse, logits).losses];

  test.each(lossDefinitions.map(({ name }) => name))("the mean of the contributions is the objective: %s", (name) => {
    const contributions = makerOf(name)({ reduction: "none" })(sparse, logits);
    expect(contributions.shape).toEqual([12]);
    expect(tf.mean(contributions).dataSync()[0]).toBeCloseTo(makerOf(name)().mine(sparse, logits).objective, 6);
  });

  test("contributions are the examples' own losses: ce, focal", () => {
    const cePerExample = ce({ reduction: "none" })(sparse, logits).dataSync();
    const focalPerExample = focal({ gamma: 3, reduction: "none" })(sparse, logits).dataSync();
    losses.forEach((loss, i) => {
      expect(cePerExample[i]).toBeCloseTo(loss, 6);
      expect(focalPerExample[i]).toBeCloseTo((1 - Math.exp(-loss)) ** 3 * loss, 6);
    });
  });

  test("a contribution is 0 where the example is skipped, and has no gradient", () => {
    const loss = ohem({ ratio: 3, reduction: "none" });
    const { value, grad } = tf.valueAndGrad((at) => loss(sparse, at))(logits);
    const kept = [...value.dataSync()].map((contribution) => contribution !== 0);
    expect(kept.filter(Boolean).length).toBe(4);
    const steepest = [...tf.max(tf.abs(grad), 1).dataSync()];
    expect(steepest.map((slope) => slope !== 0)).toEqual(kept);
  });

  test.each<[string, TfjsLoss<tf.Tensor>, TfjsLoss]>([
    ["ohem", ohem({ reduction: "none", ignoreLabel: 3 }), ohem({ ignoreLabel: 3 })],
    ["focal", focal({ reduction: "none", ignoreLabel: 3 }), focal({ ignoreLabel: 3 })],
  ])("dense predictions get one contribution a position, 0 where the label is ignored: %s", (_name, none, mean) => {
    const labels = tf.reshape(sparse, [2, 3, 2]);
    const at = tf.reshape(logits, [2, 3, 2, classes]);
    const contributions = none(labels, at);
    expect(contributions.shape).toEqual([2, 3, 2]);
    for (const position of [3, 7, 11]) expect(contributions.dataSync()[position]).toBe(0);
    const expected = gradientOf(mean, labels, at);
    const actual = gradientOf((labels, at) => tf.mean(none(labels, at)), labels, at);
    expect(actual.objective).toBeCloseTo(expected.objective, 6);
    actual.gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.gradient[i], 6);
    });
    const ignored = none(tf.fill([2, 3, 2], 3, "int32"), at).dataSync();
    expect([...ignored]).toEqual(new Array(12).fill(0));
  });

  test("leaks no tensors", () => {
    const loss = ohem({ reduction: "none" });
    expect(leaked(() => loss(sparse, logits))).toBe(0);
    expect(leaked(() => tf.grad((at) => loss(sparse, at))(logits))).toBe(0);
  });

  test("has its own type", () => {
    expectTypeOf(ohem()).toEqualTypeOf<TfjsLoss<tf.Scalar>>();
    expectTypeOf(ohem({ ratio: 3, reduction: "mean" })).toEqualTypeOf<TfjsLoss>();
    expectTypeOf(ohem({ ratio: 3, reduction: "none" })).toEqualTypeOf<TfjsLoss<tf.Tensor>>();
    const either = ohem({ reduction: "none" as Reduction });
    expectTypeOf(either).toEqualTypeOf<TfjsLoss<tf.Tensor>>();
    expectTypeOf(ohem).not.toExtend<(labels: tf.Tensor, predictions: tf.Tensor) => tf.Tensor>();
  });
});

describe("a loss for tfjs", () => {
  test("checks its parameters", () => {
    expect(() => ohem({ ratio: 0 })).toThrow("ohem: ratio must be a number >= 1, not 0");
    expect(() => ohem({ ration: 3 } as object)).toThrow(
      'ohem has no option "ration"; did you mean ratio? (valid: ratio, keep, skip, normalize, from',
    );
    expect(() => ohem({ from: "logit" as "logits" })).toThrow(
      'from must be logits, probabilities, sigmoid or sigmoid-logits, not "logit"',
    );
    expect(() => ohem({ reduction: "sum" as "none" })).toThrow('reduction must be mean or none, not "sum"');
  });

  test("takes options that are undefined", () => {
    const maybe: { ratio?: number; seed?: number } = {};
    expect(ohem({ ratio: maybe.ratio, seed: maybe.seed }).loss.parameters).toMatchObject({ ratio: 3 });
  });

  test.each<[string, unknown, string]>([
    ["ohem", 8, "ohem takes options such as { ratio: 8 }, got 8"],
    ["ohem", null, "ohem takes options such as { ratio: 3 }, got null"],
    ["ohem", "ratio=8", 'ohem takes options such as { ratio: 3 }, got "ratio=8"'],
    ["small-loss", [0.1], "smallLoss takes options such as { drop: 0.2 }, got 0.1"],
    ["random", 0, "random takes options such as { keep: 0.33 }, got 0"],
    ["ce", true, 'ce takes options such as { from: "probabilities" }, got true'],
    ["ohem", logits, "ohem makes a loss and takes no tensors; call it: loss: ohem({ ratio: 3 })"],
    ["ce", logits, "ce makes a loss and takes no tensors; call it: loss: ce()"],
  ])("is made from options only: %s", (name, options, message) => {
    expect(() => makerOf(name)(options as object)).toThrow(InputError);
    expect(() => makerOf(name)(options as object)).toThrow(message);
  });

  test("exists for every loss of the registry", () => {
    for (const { name } of lossDefinitions) expect(makerOf(name)().loss.name).toBe(name);
  });

  test("gives exactly the weights of the registry's loss", () => {
    const { losses, weights, objective } = ohem({ keep: 0.4 }).mine(sparse, logits);
    const expected = new Float32Array(losses.length);
    expect(parseLoss("ohem:keep=0.4").apply(losses, expected, trainingState())).toBe(objective);
    expect(weights).toEqual(expected);
  });

  test("draws from its seed", () => {
    const weights = (seed: number) => random({ seed }).mine(sparse, logits).weights;
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  test("follows the kept fraction set in its state", () => {
    const loss = ohem();
    const kept = () => loss.mine(sparse, logits).weights.filter((weight) => weight > 0).length;
    expect(kept()).toBe(4);
    loss.state.keptFraction = 1;
    expect(kept()).toBe(12);
    expect(loss.state.step).toBe(2);
  });

  test.each([Number.NaN, 0, -0.5, 1.5])("refuses a kept fraction of %d in its state", (keptFraction) => {
    for (const loss of [ohem(), random(), smallLoss()]) {
      loss.state.keptFraction = keptFraction;
      expect(() => loss(sparse, logits)).toThrow(InputError);
      const expected = "state.keptFraction: expected a number > 0 and <= 1, or undefined for the loss's own, got ";
      expect(() => loss(sparse, logits)).toThrow(expected + keptFraction);
    }
  });

  test("sums losses with weights of one's own, one a prediction", () => {
    const { losses } = ce().mine(sparse, logits);
    const weights = losses.map((_, row) => row % 3);
    const sum = losses.reduce((total, value, row) => total + value * (row % 3), 0);
    expect(ce().weightedSum(sparse, logits, weights).dataSync()[0]).toBeCloseTo(sum, 5);
    const fewer = () => ce().weightedSum(sparse, logits, weights.subarray(1));
    expect(fewer).toThrow(InputError);
    expect(fewer).toThrow("expected 12 weights, one a prediction, got 11");
  });

  test("leaks no tensors", () => {
    const loss = ohem();
    expect(leaked(() => loss(sparse, logits))).toBe(0);
    expect(leaked(() => loss(oneHot, logits))).toBe(0);
    expect(leaked(() => tf.grad((at) => loss(sparse, at))(logits))).toBe(0);
    expect(leaked(() => ({ weights: loss.mine(sparse, logits).weights.length }))).toBe(0);
    const variable = tf.variable(logits);
    const optimizer = tf.train.sgd(0.1);
    expect(leaked(() => optimizer.minimize(() => loss(sparse, variable), true)!)).toBe(0);
    variable.dispose();
  });
});

describe("what a model is typed to return", () => {
  test("a list of outputs is refused: a loss takes one", () => {
    expect(() => ohem()(sparse, [logits, logits])).toThrow(InputError);
    expect(() => ohem()(sparse, [logits])).toThrow("as one tensor, got a list of 1; pass one of them");
  });

  test("a symbolic tensor is refused: it has no numbers", () => {
    const symbolic = { sourceLayer: {}, callArgs: {} };
    expect(() => ohem({ reduction: "none" })(sparse, symbolic)).toThrow("call the model with tensors");
    expect(() => ohem().mine(sparse, symbolic)).toThrow("call the model with tensors");
  });
});
