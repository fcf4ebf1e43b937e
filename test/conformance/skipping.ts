import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import type { Engine } from "../../src/engine/engine.js";
import { imagePixels } from "../../src/model/net.js";
import { indicesFrom, lr, smallOptions } from "./fixtures.js";
import { randomDataset } from "./oracle/data.js";
import { expectSameNumbers, expectSameState } from "./same-state.js";
import type { Subject } from "./subject.js";

const size = 16;

/** Selections from a batch of 16: kernels may treat examples in groups, and regroup the selected ones. */
const selections: [string, (i: number) => boolean][] = [
  ["the first", (i) => i === 0],
  ["the last", (i) => i === size - 1],
  ["every third", (i) => i % 3 === 1],
  ["all but one", (i) => i !== 6],
  ["one of each four", (i) => i % 4 === (i >> 2) % 4],
  ["none", () => false],
];

/** A skipped example takes no part in the step: with other pixels and another label the update is the same. */
export function skipping(subject: Subject): void {
  describe("skipped examples", () => {
    test.each(selections)("do not count when %s of a batch is selected", async (_, isSelected) => {
      const train = randomDataset(size, 10, 5);
      const weights = Float32Array.from({ length: size }, (_, i) => (isSelected(i) ? 0.05 * (i + 1) : 0));
      const original = await subject.open(smallOptions({ train }));
      const losses = stepTwice(original, weights);
      const changed = await subject.open(smallOptions({ train: withOtherExamples(train, (i) => !isSelected(i)) }));
      const otherLosses = stepTwice(changed, weights);

      expectSameState(subject, changed.readState(), original.readState());
      const selected = losses.map((loss, i) => (isSelected(i) ? loss : 0));
      const otherSelected = otherLosses.map((loss, i) => (isSelected(i) ? loss : 0));
      expectSameNumbers(subject, otherSelected, selected, "losses of selected examples");
      expect(losses.every((loss, i) => isSelected(i) || loss !== otherLosses[i])).toBe(true);
    });

    test("a negative weight selects, a negative zero does not", async () => {
      const engine = await subject.open(smallOptions());
      engine.forward(indicesFrom(0, 4));
      expect(engine.backward(Float32Array.of(-0.5, -0, 0, 1e-30), lr)).toBe(2);
    });

    test("weights of the opposite sign give the opposite gradient", async () => {
      const weights = Float32Array.of(0.5, 0, -0.25, 0.125, 0, 1);
      const [plus, minus] = [await subject.open(smallOptions()), await subject.open(smallOptions())];
      plus.forward(indicesFrom(3, 6));
      plus.backward(weights, lr);
      minus.forward(indicesFrom(3, 6));
      minus.backward(
        weights.map((weight) => -weight),
        lr,
      );
      const { firstMoments } = plus.readState();
      for (const [name, moments] of Object.entries(minus.readState().firstMoments)) {
        const opposite = moments.map((moment) => -moment);
        const { gradient } = subject.tolerances;
        subject.differences.check(
          "opposite gradient",
          opposite,
          firstMoments[name as keyof typeof firstMoments],
          gradient,
        );
      }
    });
  });
}

/** @returns the losses of the first step */
function stepTwice(engine: Engine, weights: Float32Array): Float32Array {
  const losses = engine.forward(indicesFrom(0, size)).losses.slice();
  engine.backward(weights, lr);
  engine.forward(indicesFrom(0, size));
  engine.backward(weights, lr);
  return losses;
}

function withOtherExamples({ images, labels, count }: Dataset, isOther: (i: number) => boolean): Dataset {
  const others = randomDataset(count, 10, 6);
  const otherImages = images.map((pixel, i) => (isOther(Math.floor(i / imagePixels)) ? 255 - others.images[i] : pixel));
  const otherLabels = labels.map((label, i) => (isOther(i) ? (label + 1 + (others.labels[i] % 9)) % 10 : label));
  return { images: otherImages, labels: otherLabels, count };
}
