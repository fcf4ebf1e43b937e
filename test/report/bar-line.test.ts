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

const figures = "mean loss 0.1234, objective 0.3456, kept 33%, 41,234 examples/s, run ends in 9s";

test.each([
  [200, `Epoch 3 of 0-9 [==================----------------------] 45%, ${figures}`],
  [120, `Epoch 3 of 0-9 [=======--------] 45%, ${figures}`],
  [100, "Epoch 3 of 0-9 [======--------] 45%, mean loss 0.1234, objective 0.3456, kept 33%, run ends in 9s"],
  [80, "Epoch 3 of 0-9 [==========------------] 45%, mean loss 0.1234, run ends in 9s"],
  [60, "Epoch 3 of 0-9 [=========-----------] 45%, run ends in 9s"],
  [40, "Epoch 3 [===----] 45%, run ends in 9s"],
  [20, "Epoch 3 45%"],
  [6, "Epo"],
  [2, ""],
])("%i columns", (columns, line) => {
  expect(barLine(values, 0.459, columns)).toBe(line);
});

test("a single epoch has no count; a useless estimate is left out", () => {
  expect(barLine({ ...values, epoch: 0, epochs: 1 }, 0.5, 80)).toMatch(/^Epoch 0 \[=+-+\] 50%, /);
  expect(barLine({ ...values, secondsLeft: 1e12 }, 0.5, 80)).toMatch(/^Epoch 3 of 0-9 \[=+-+\] 50%, .* 0\.1234$/);
  expect(barLine({ ...values, epochs: Number.MAX_SAFE_INTEGER, secondsLeft: Number.MAX_VALUE }, 0, 200)).not.toContain(
    "run ends",
  );
});

test("fits every terminal and shows the end as 100%, nothing before it", () => {
  for (let columns = 1; columns <= 250; columns++) {
    for (const progress of [0, 0.001, 0.5, 0.9999, 1]) {
      expect(barLine(values, progress, columns).length).toBeLessThanOrEqual(Math.max(0, columns - 3));
    }
  }
  expect(barLine(values, 0.9999, 120)).toContain("] 99%, ");
  expect(barLine(values, 1, 120)).toContain("] 100%, ");
});

test.each([
  [0, "0s"],
  [59.2, "1m00s"],
  [125, "2m05s"],
  [3725, "1h02m"],
])("%f seconds left are %s", (secondsLeft, text) => {
  expect(barLine({ ...values, secondsLeft }, 0, 120)).toContain(`run ends in ${text}`);
});
