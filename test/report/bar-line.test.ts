import { expect, test } from "vitest";
import { type BarValues, barLine } from "../../src/report/bar-line.js";

const values: BarValues = {
  epoch: 3,
  epochs: 10,
  secondsLeft: 8.2,
  examplesPerSecond: 41234.4,
  meanLoss: 0.12344,
  objective: 0.34561,
  keptFraction: 0.328,
};

test.each([
  [
    200,
    "Epoch 3 (last: 9, 9s left) [==================----------------------] 45%, 41,234 examples/s, mean loss 0.1234, objective 0.3456, kept 33%",
  ],
  [
    120,
    "Epoch 3 (last: 9, 9s left) [=========----------] 45%, 41,234 examples/s, mean loss 0.1234, objective 0.3456, kept 33%",
  ],
  [80, "Epoch 3, 9s left [===---] 41k/s, mean loss 0.1234, objective 0.3456, kept 33%"],
  [60, "Epoch 3, 9s left [======--------] 41k/s, mean loss 0.1234"],
  [40, "Epoch 3, 9s left [======--------] 45%"],
  [20, "Epoch 3 45%"],
  [6, "Epo"],
  [2, ""],
])("%i columns", (columns, line) => {
  expect(barLine(values, 0.459, columns)).toBe(line);
});

test("fits every terminal and shows the end as 100%, nothing before it", () => {
  for (let columns = 1; columns <= 250; columns++) {
    for (const progress of [0, 0.001, 0.5, 0.9999, 1]) {
      expect(barLine(values, progress, columns).length).toBeLessThanOrEqual(Math.max(0, columns - 3));
    }
  }
  expect(barLine(values, 0.9999, 120)).toContain("] 99%");
  expect(barLine(values, 1, 120)).toContain("] 100%");
});

test.each([
  [0, "0s"],
  [59.2, "1m00s"],
  [125, "2m05s"],
  [3725, "1h02m"],
])("%f seconds left are %s", (secondsLeft, text) => {
  expect(barLine({ ...values, secondsLeft }, 0, 120)).toContain(`, ${text} left)`);
});
