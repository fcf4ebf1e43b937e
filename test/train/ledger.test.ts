import { expect, test } from "vitest";
import { countedFrom, emptyLedger, mostPredicted, record, shareOf, timesSeen } from "../../src/train/ledger.js";
import { ledgerCsv } from "../../src/train/ledger-csv.js";
import { keepLosses, unknownHistory } from "../../src/train/loss-history.js";

const labels = Uint8Array.of(1, 0, 2);

/** Predictions and losses of examples 0, 1, ..., of which those with an even index are selected. */
function enter(
  ledger = emptyLedger(3, 3),
  counted: boolean,
  predictions: number[],
  losses: number[],
  sums = { repeated: 0, repeatedSelected: 0 },
) {
  const indices = Uint32Array.from(predictions.keys());
  const forward = { predictions: Uint8Array.from(predictions), losses: Float32Array.from(losses), correct: 0 };
  const weights = Float32Array.from(indices, (index) => (index % 2 === 0 ? 0.5 : 0));
  record(ledger, sums, indices, labels, forward, weights, counted);
  return ledger;
}

function threeEpochs() {
  const ledger = enter(undefined, false, [1, 1, 0], [4, 4, 4]);
  enter(ledger, true, [2, 0, 0], [1.5, 0.25, 3]);
  return enter(ledger, true, [1, 1], [0.5, 0.75]);
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test("the first epoch enters what is last, and what is selected; the counts begin with the second", () => {
  const first = enter(undefined, false, [1, 1, 0], [4, 4, 4]);
  expect(first).toEqual({
    ...emptyLedger(3, 3),
    timesSelected: Uint32Array.of(1, 0, 1),
    lastLoss: Float32Array.of(4, 4, 4),
    lastPrediction: Uint8Array.of(1, 1, 0),
  });
  expect(threeEpochs()).toEqual({
    timesSelected: Uint32Array.of(3, 0, 2),
    lastLoss: Float32Array.of(0.5, 0.75, 3),
    lastPrediction: Uint8Array.of(1, 1, 0),
    presentations: Uint32Array.of(2, 2, 1),
    lossSum: Float64Array.of(2, 1, 3),
    timesPredicted: Uint8Array.of(0, 1, 1, 1, 1, 0, 1, 0, 0),
    // Example 0 was right in the first epoch and wrong in the second, example 1 right there and wrong in the third.
    forgettings: Uint8Array.of(1, 1, 0),
    lossHistory: [],
  });
});

test("examples.csv has what was seen, in the digits of a 32-bit float; what was not seen is empty", () => {
  expect(
    text(ledgerCsv(threeEpochs(), { epoch: 1, batch: 0 }, { images: new Uint8Array(), labels, count: 3 })).split("\n"),
  ).toEqual([
    "index,label,original_label,last_prediction,last_loss,times_selected," +
      "presentations,mean_loss,most_frequent_prediction,most_frequent_share,forgettings",
    "0,1,1,1,0.5,3,2,1,1,0.5,1",
    "1,0,0,1,0.75,0,2,0.5,0,0.5,1",
    "2,2,2,0,3,2,1,3,0,1,0",
    "",
  ]);
  const begun = enter(undefined, false, [1], [0.1]);
  expect(
    text(ledgerCsv(begun, { epoch: 0, batch: 1 }, { images: new Uint8Array(), labels, count: 3 }))
      .split("\n")
      .slice(1, 3),
  ).toEqual(["0,1,1,1,0.1,1,0,,,,0", "1,0,0,,,0,0,,,,0"]);
});

test("examples.csv has the losses of the epochs before the last, those that are known", () => {
  const ledger = threeEpochs();
  ledger.lossHistory.push(...unknownHistory(3, { epoch: 2, batch: 0 }));
  keepLosses(ledger.lossHistory, Float32Array.of(0, 2.3, 1000), 1);
  const lines = text(ledgerCsv(ledger, { epoch: 3, batch: 0 }, { images: new Uint8Array(), labels, count: 3 }));
  expect(lines.split("\n").map((line) => line.split(",").slice(10))).toEqual([
    ["forgettings", "loss_epoch_0", "loss_epoch_1"],
    ["1", "", "0.00195"],
    ["1", "", "2.25"],
    ["0", "", "120"],
    [],
  ]);
});

test("examples.csv of a derived set has the index and the label in the original set", () => {
  const origin = { indices: Uint32Array.of(7, 70_000, 9), labels: Uint8Array.of(1, 2, 2) };
  const lines = text(
    ledgerCsv(emptyLedger(3, 3), { epoch: 0, batch: 0 }, { images: new Uint8Array(), labels, count: 3, origin }),
  ).split("\n");
  expect(lines.slice(1, 3)).toEqual(["7,1,1,,,0,0,,,,0", "70000,0,2,,,0,0,,,,0"]);
});

test("counts in bytes stay at 255, and a share is never above 1", () => {
  const ledger = emptyLedger(3, 3);
  for (let epoch = 0; epoch < 300; epoch++) {
    enter(ledger, true, [1, 0], [1, 1]);
    enter(ledger, true, [2, 0], [1, 1]);
  }
  expect([...ledger.timesPredicted]).toEqual([0, 255, 255, 255, 0, 0, 0, 0, 0]);
  expect([...ledger.forgettings]).toEqual([255, 0, 0]);
  expect([...ledger.presentations]).toEqual([600, 600, 0]);
  expect(shareOf(255, 600)).toBe(1);
  expect(shareOf(3, 4)).toBe(0.75);
});

test("the most frequent prediction; of equally frequent ones the lowest, and without an excepted class", () => {
  const ledger = threeEpochs();
  expect(mostPredicted(ledger, 0)).toEqual({ class: 1, times: 1 });
  expect(mostPredicted(ledger, 0, 1)).toEqual({ class: 2, times: 1 });
  expect(mostPredicted(ledger, 2, 0)).toEqual({ class: 1, times: 0 });
});

test("a repeated mistake: the same other class as when the example was last in a batch", () => {
  const [first, second] = [1, 2].map(() => ({ repeated: 0, repeatedSelected: 0 }));
  const ledger = enter(undefined, false, [0, 1, 2], [1, 1, 1], first);
  expect(first).toEqual({ repeated: 0, repeatedSelected: 0 });
  enter(ledger, true, [0, 1, 2], [1, 1, 1], second);
  expect(second).toEqual({ repeated: 2, repeatedSelected: 1 });
  enter(ledger, true, [2, 0, 2], [1, 1, 1], second);
  expect(second).toEqual({ repeated: 2, repeatedSelected: 1 });
});

test.each([
  ["a new run", { epoch: 0, batch: 0 }, 0, 1],
  ["in the first epoch", { epoch: 0, batch: 5 }, 0, 1],
  ["after the first epoch", { epoch: 1, batch: 0 }, 0, 1],
  ["in the second epoch", { epoch: 1, batch: 5 }, 1, 1],
  ["after ten epochs", { epoch: 10, batch: 0 }, 9, 1],
  ["an early version's model between two epochs", { epoch: 4, batch: 0 }, 0, 4],
  ["an early version's model within an epoch", { epoch: 4, batch: 5 }, 0, 5],
  ["one epoch after that", { epoch: 6, batch: 0 }, 1, 5],
])("the epoch from which is counted: %s", (_, place, presentations, from) => {
  const ledger = emptyLedger(3, 3);
  ledger.presentations.fill(presentations, 0, 2);
  expect(countedFrom(ledger, place)).toBe(from);
});

test("how often each example was seen, with the epochs that are not counted", () => {
  expect([...timesSeen(threeEpochs(), { epoch: 2, batch: 2 })]).toEqual([3, 3, 2]);
  expect([...timesSeen(threeEpochs(), { epoch: 3, batch: 0 })]).toEqual([3, 3, 2]);
  const partOfFirst = enter(emptyLedger(3, 3), false, [1, 1], [4, 4]);
  expect([...timesSeen(partOfFirst, { epoch: 0, batch: 2 })]).toEqual([1, 1, 0]);
});
