import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import type { Engine, Split } from "../../src/engine/engine.js";
import { indicesFrom, lr, smallOptions, startFrom } from "./fixtures.js";
import { forward } from "./oracle/net.js";
import { doubles, floats, zeros } from "./oracle/parameters.js";
import { expectSameBits, expectSameNumbers } from "./same-state.js";
import type { Subject } from "./subject.js";

/** first and count of a range; the batch size is 16, the splits hold 50 and 37 examples */
const ranges: [Split, number, number][] = [
  ["train", 0, 50],
  ["train", 3, 1],
  ["train", 49, 1],
  ["train", 7, 33],
  ["test", 0, 37],
  ["test", 36, 1],
  ["test", 5, 16],
  ["test", 1, 19],
];

export function evaluation(subject: Subject): void {
  describe("evaluate", () => {
    test.each(ranges)("%s examples from %i on, %i of them", async (split, first, count) => {
      const options = smallOptions();
      const engine = await subject.open(options);
      const { losses, predictions, predictionLosses } = engine.evaluate(split, first, count);
      const data = split === "train" ? options.train! : options.test!;
      const expected = forward(doubles(options.initial.parameters), data, indicesFrom(first, count));
      const expectedLosses = expected.map((example) => example.loss);
      subject.differences.check("losses, evaluated", losses, expectedLosses, subject.tolerances.losses);
      expect([...predictions]).toEqual(expected.map((example) => example.prediction));
      const expectedPredictionLosses = expected.map((example) => example.predictionLoss);
      const { tolerances } = subject;
      subject.differences.check("predictions' losses", predictionLosses, expectedPredictionLosses, tolerances.losses);
      const right = (_: number, i: number) => predictions[i] === data.labels[first + i];
      expect(predictionLosses.filter(right)).toEqual(losses.filter(right));
    });

    test("an example's loss depends neither on the others nor on the batch size", async () => {
      const whole = (await subject.open(smallOptions())).evaluate("train", 0, 50);
      const engine = await subject.open(smallOptions({ batchSize: 7 }));
      const pieces = inPieces(
        [1, 2, 3, 4, 5, 6, 7, 22],
        (first, count) => engine.evaluate("train", first, count).losses,
      );
      expectSameNumbers(subject, pieces, whole.losses, "losses of a range in pieces");
      const batches = inPieces(
        [7, 6, 5, 7, 7, 7, 7, 3, 1],
        (first, count) => engine.forward(indicesFrom(first, count)).losses,
      );
      expectSameNumbers(subject, batches, whole.losses, "losses of forward and evaluate");
    });

    test("a split larger than any buffer", async () => {
      const data = smallOptions().test!;
      const repeats = 60;
      const engine = await subject.open(smallOptions({ test: repeated(data, repeats) }));
      const once = [...engine.evaluate("test", 0, data.count).losses];
      const all = Array.from({ length: repeats }, () => once).flat();
      const { losses } = engine.evaluate("test", 1, all.length - 1);
      expectSameNumbers(subject, losses, Float32Array.from(all.slice(1)), "losses of repeated data");
    });

    test("changes no state, and its arrays belong to the caller", async () => {
      const engine = await subject.open(smallOptions());
      step(engine);
      const before = engine.readState();
      const evaluated = engine.evaluate("test", 0, 20);
      const copy = structuredClone(evaluated);
      engine.evaluate("train", 10, 30);
      step(engine);
      expect(evaluated).toEqual(copy);
      engine.writeState(before);
      engine.evaluate("test", 3, 30);
      expectSameBits(engine.readState(), before);
    });

    test("sees the parameters of the last step", async () => {
      const engine = await subject.open(smallOptions());
      step(engine);
      const parameters = doubles(engine.readState().parameters);
      const expected = forward(parameters, smallOptions().test!, indicesFrom(0, 37)).map((example) => example.loss);
      const { losses } = engine.evaluate("test", 0, 37);
      subject.differences.check("losses, evaluated", losses, expected, subject.tolerances.losses);
    });

    test.each([10, 26, 256])("of %i equal logits the lowest class is predicted", async (classes) => {
      const engine = await subject.open(smallOptions({ classes, initial: startFrom(floats(zeros(classes))) }));
      const { predictions, predictionLosses } = engine.evaluate("test", 0, 37);
      expect([...predictions]).toEqual(Array(37).fill(0));
      for (const loss of predictionLosses) expect(loss).toBeCloseTo(Math.log(classes), 6);
    });

    test("of equal largest logits the lower class is predicted", async () => {
      const parameters = floats(zeros(10));
      parameters["fc.bias"].set([0, -1, 2, 1, 2, 2, 0, 2, 1, 2]);
      const engine = await subject.open(smallOptions({ initial: startFrom(parameters) }));
      expect([...engine.evaluate("test", 0, 37).predictions]).toEqual(Array(37).fill(2));
      expect([...engine.forward(indicesFrom(0, 5)).predictions]).toEqual(Array(5).fill(2));
    });
  });
}

function step(engine: Engine): void {
  const { losses } = engine.forward(indicesFrom(0, 16));
  engine.backward(new Float32Array(losses.length).fill(1 / losses.length), lr);
}

function inPieces(sizes: readonly number[], piece: (first: number, count: number) => Float32Array): Float32Array {
  let first = 0;
  const all: number[] = [];
  for (const size of sizes) {
    all.push(...piece(first, size));
    first += size;
  }
  return Float32Array.from(all);
}

function repeated({ images, labels, count }: Dataset, times: number): Dataset {
  const repeatedImages = new Uint8Array(times * images.length);
  const repeatedLabels = new Uint8Array(times * count);
  for (let i = 0; i < times; i++) {
    repeatedImages.set(images, i * images.length);
    repeatedLabels.set(labels, i * count);
  }
  return { images: repeatedImages, labels: repeatedLabels, count: times * count };
}
