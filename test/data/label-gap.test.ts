import { expect, test } from "vitest";
import { labelGap } from "../../src/data/label-gap.js";

test.each([
  [[0, 1, 2, 9, 255], "class 255 has 1 training example; classes 10 to 254 have none"],
  [[0, 1, 3, 3], "class 3 has 2 training examples; class 2 has none"],
  [[1, 1], "class 1 has 2 training examples; class 0 has none"],
  [[0, 1, 2], undefined],
  [[1, 3, 2], undefined],
])("training labels %j", (labels, expected) => {
  expect(labelGap(Uint8Array.from(labels), Math.max(...labels) + 1)).toBe(expected);
});
