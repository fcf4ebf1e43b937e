import fc from "fast-check";
import { expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { type Derivation, deriveTraining } from "../../src/data/derive.js";
import { loadData } from "../../src/data/load.js";
import { longTailCounts } from "../../src/data/long-tail.js";
import { classCounts } from "../../src/data/pick.js";
import { subsetCounts } from "../../src/data/subset.js";
import { SettingError } from "../../src/errors/errors.js";
import { imagePixels } from "../../src/model/net.js";

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Examples of each class, as they come in shuffled data: the classes take turns. Image i is filled with i mod 251. */
function dataset(counts: readonly number[]): Dataset {
  const labels: number[] = [];
  for (let round = 0; labels.length < sum(counts); round++) {
    counts.forEach((count, label) => {
      if (round < count) labels.push(label);
    });
  }
  const images = Uint8Array.from(
    { length: labels.length * imagePixels },
    (_, at) => Math.floor(at / imagePixels) % 251,
  );
  return { images, labels: Uint8Array.from(labels), count: labels.length };
}

const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 3, maxLength: 12 }).filter((all) => sum(all) > 0);

test("a subset has as many examples as asked for, each class its share to within one", () => {
  fc.assert(
    fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (counts, part) => {
      const total = Math.max(1, Math.round(part * sum(counts)));
      const kept = subsetCounts(counts, total);
      expect(sum(kept)).toBe(total);
      kept.forEach((count, label) => {
        expect(Math.abs(count - (total * counts[label]) / sum(counts))).toBeLessThan(1);
        expect(count).toBeLessThanOrEqual(counts[label]);
      });
    }),
  );
});

test("a subset: the largest remainders get the examples that are left, equal ones the lower class", () => {
  expect(subsetCounts([50, 30, 20], 7)).toEqual([4, 2, 1]);
  expect(subsetCounts([10, 10, 10], 4)).toEqual([2, 1, 1]);
});

test("a long tail falls from the size of the largest class to 1/factor of it, in equal steps of the logarithm", () => {
  expect(longTailCounts([5000, 5000, 5000, 5000, 5000], 10_000)).toEqual([5000, 500, 50, 5, 1]);
  expect(longTailCounts([9, 9, 9], 4)).toEqual([9, 5, 2]);
  expect(longTailCounts([80, 100, 3], 4)).toEqual([80, 50, 3]);
  expect(longTailCounts([0, 100, 0, 100], 10)).toEqual([0, 100, 0, 10]);
  expect(longTailCounts([7, 0], 10)).toEqual([7, 0]);
});

test("MNIST: the counts of a long tail of factor 100", async () => {
  const { train, classes } = await loadData("mnist");
  const tail = longTailCounts(classCounts(train.labels, classes), 100);
  expect(tail).toEqual([5923, 4042, 2423, 1453, 871, 522, 313, 188, 112, 67]);
});

const ninety = [30, 25, 20, 15];
const derivations: fc.Arbitrary<Derivation> = fc.record(
  {
    trainExamples: fc.integer({ min: 30, max: 90 }),
    imbalance: fc.double({ min: 1, max: 8, noNaN: true }),
    labelNoise: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  },
  { requiredKeys: [] },
);

test("examples are those of the original set, pixels and order too; the same seed gives the same", () => {
  const original = dataset(ninety);
  const before = { images: original.images.slice(), labels: original.labels.slice() };
  const image = ({ images }: Dataset, at: number) => images.subarray(at * imagePixels, (at + 1) * imagePixels);
  fc.assert(
    fc.property(derivations, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (derivation, seed) => {
      const { train, derived } = deriveTraining(original, 4, derivation, seed);
      const { indices, labels } = train.origin ?? { indices: original.labels.keys(), labels: train.labels };
      const from = [...indices];
      expect(from).toEqual([...new Set(from)].sort((a, b) => a - b));
      expect(train).toMatchObject({ count: from.length, labels: { length: from.length } });
      expect(train.images.length).toBe(from.length * imagePixels);
      const other = from.findIndex((index, at) => Buffer.compare(image(train, at), image(original, index)) !== 0);
      expect(other).toBe(-1);
      expect([...labels]).toEqual(from.map((index) => original.labels[index]));
      expect(derived?.perClass ?? ninety).toEqual(classCounts(labels, 4));
      expect(derived?.labelsChanged ?? 0).toBe(labels.filter((label, at) => label !== train.labels[at]).length);
      expect(deriveTraining(original, 4, derivation, seed).derived).toEqual(derived);
    }),
    { numRuns: 50 },
  );
  expect([original.images, original.labels].map((bytes) => Buffer.from(bytes).toString("hex"))).toEqual(
    [before.images, before.labels].map((bytes) => Buffer.from(bytes).toString("hex")),
  );
});

test("subset, then tail, then noise: each has the counts of the one before", () => {
  const { train, derived } = deriveTraining(
    dataset([300, 300, 300]),
    3,
    { trainExamples: 300, imbalance: 4, labelNoise: 0.5 },
    1,
  );
  expect(train.count).toBe(175);
  expect(derived).toMatchObject({ from: 900, perClass: [100, 50, 25] });
});

test("no pixel is copied where all examples stay", () => {
  const original = dataset([20, 20, 20]);
  expect(deriveTraining(original, 3, {}, 0)).toEqual({ train: original, derived: undefined });
  for (const derivation of [{ labelNoise: 0.5 }, { trainExamples: 60 }, { imbalance: 1 }]) {
    expect(deriveTraining(original, 3, derivation, 0).train.images).toBe(original.images);
  }
});

test("symmetric noise replaces a share of the labels, by each other class equally often", () => {
  const original = dataset([3000, 3000, 3000, 0, 3000]);
  const { train } = deriveTraining(original, 5, { labelNoise: 0.3 }, 5);
  const became = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  for (const [at, label] of train.labels.entries()) became[original.labels[at]][label]++;
  for (const label of [0, 1, 2, 4]) {
    // four standard deviations of a binomial count
    expect(Math.abs(3000 - became[label][label] - 900)).toBeLessThan(4 * Math.sqrt(630));
    for (const other of [0, 1, 2, 4].filter((one) => one !== label)) {
      expect(Math.abs(became[label][other] - 300)).toBeLessThan(4 * Math.sqrt(270));
    }
    expect(became[label][3], "a class without examples gets none").toBe(0);
  }
});

test("pairs: a wrong label is the next class that has examples, that of the last the first", () => {
  const original = dataset([500, 0, 500, 500]);
  const next = { 0: 2, 2: 3, 3: 0 } as Record<number, number>;
  const { train } = deriveTraining(original, 4, { labelNoise: 0.4, labelNoiseKind: "pairs" }, 2);
  const wrong = [...train.labels.keys()].filter((at) => train.labels[at] !== original.labels[at]);
  expect(wrong.length).toBeGreaterThan(500);
  for (const at of wrong) expect(train.labels[at]).toBe(next[original.labels[at]]);
});

test("a larger share of noise changes the same labels in the same way, and more", () => {
  const original = dataset([500, 500, 500]);
  const labels = (labelNoise: number) => deriveTraining(original, 3, { labelNoise }, 3).train.labels;
  const [some, more] = [labels(0.1), labels(0.6)];
  const changed = [...some.keys()].filter((at) => some[at] !== original.labels[at]);
  expect(changed.length).toBeGreaterThan(100);
  for (const at of changed) expect(more[at]).toBe(some[at]);
  expect(labels(0)).toEqual(original.labels);
});

test("seeds give different sets, and so different digests", () => {
  const digests = [0, 1, 2, 3].map(
    (seed) => deriveTraining(dataset([90, 90, 90]), 3, { trainExamples: 100 }, seed).derived?.sha256,
  );
  expect(new Set(digests).size).toBe(4);
});

test.each([
  [{ trainExamples: 31 }, "trainExamples: the data has 30 training examples, got 31"],
  [{ trainExamples: 2 }, "trainExamples: no examples of class 2 would be left; a larger subset has some"],
  [{ imbalance: 100 }, "imbalance: no examples of class 2 would be left; a smaller factor keeps some"],
  [{ labelNoiseKind: "pairs" }, "labelNoiseKind: pairs goes with a share of label noise, and there is none"],
] as const)("%j is refused", (derivation, message) => {
  const derive = () => deriveTraining(dataset([10, 10, 10]), 3, derivation, 0);
  expect(derive).toThrow(SettingError);
  expect(derive).toThrow(message);
});

test.each(["symmetric", "pairs"] as const)("%s noise on two classes is refused", (labelNoiseKind) => {
  const derive = () => deriveTraining(dataset([10, 0, 10]), 3, { labelNoise: 0.1, labelNoiseKind }, 0);
  expect(derive).toThrow(/^labelNoise: expected examples of at least 3 classes, got 2: with two, a wrong label is/);
});
