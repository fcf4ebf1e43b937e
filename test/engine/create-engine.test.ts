import { expect, test } from "vitest";
import { createEngine } from "../../src/engine/select.js";
import { SettingError } from "../../src/errors/errors.js";
import { initialState } from "../../src/train/initial-state.js";
import { smallOptions } from "../conformance/fixtures.js";
import { refusal } from "../support/refusal.js";

const { train, test: testData, classes, ...rest } = smallOptions();
const options = { ...rest, train: train!, test: testData!, classes };

test.each<[string, object, string]>([
  ["a split that is none", { train: "mnist" }, "train: expected { images, labels, count }, as loadData returns them"],
  ["no count", { test: { ...options.test, count: undefined } }, "test.count: expected the number of examples"],
  ["pixels of another type", { train: { ...options.train, images: [] } }, "train.images: expected a Uint8Array"],
  [
    "a pixel too few",
    { train: { ...options.train, images: options.train.images.subarray(1) } },
    "train.images: expected a Uint8Array [50, 28, 28], so 39200 values, got 39199",
  ],
  ["a label too few", { test: { ...options.test, labels: new Uint8Array(3) } }, "test.labels: expected a Uint8Array"],
  ["a label beyond the classes", { classes: 2, initial: initialState(2) }, "expected 0 to 1"],
  ["no initial state", { initial: undefined }, "initial: expected a state of the net and of Adam: initialState("],
  ["another net's state", { initial: initialState(classes + 1) }, "initial: parameters fc.weight: expected"],
  ["half of Adam", { adam: { beta1: 0.9, beta2: 0.999 } }, "adam.epsilon: expected a number > 0, got undefined"],
  ["a beta of 1", { adam: { beta1: 1, beta2: 0.999, epsilon: 1e-8 } }, "adam.beta1: expected a number >= 0 and < 1"],
  ["a batch of nothing", { batchSize: 0 }, "batchSize: expected an integer"],
  ["more threads than there may be", { threads: 1000 }, "threads: expected an integer from 1 to"],
  ["what only runs know", { replaceable: true }, 'createEngine has no option "replaceable"'],
  ["a misspelt option", { batchsize: 8 }, 'createEngine has no option "batchsize"; did you mean batchSize?'],
])("%s is refused", async (_, given, says) => {
  const { message } = await refusal(createEngine("wasm", { ...options, ...given }));
  expect(message).toContain(says);
});

test("an illegal value is a SettingError that names its option", async () => {
  const error = await refusal(createEngine("wasm", { ...options, batchSize: 1.5 }));
  expect(error).toBeInstanceOf(SettingError);
  expect(error).toMatchObject({ setting: "batchSize" });
});
