import { expect, test } from "vitest";
import { emptyLedger } from "../../src/train/ledger.js";
import { lossesByEpoch } from "../../src/train/loss-by-epoch.js";
import { keepLosses, unknownHistory } from "../../src/train/loss-history.js";

/** Two examples, of which the second was not yet in a batch of the epoch under way, if there is one. */
function ledgerAt(epoch: number, batch: number) {
  const ledger = emptyLedger(2, 2);
  for (let done = 0; done < epoch; done++) {
    if (done > 0) keepLosses(ledger.lossHistory, ledger.lastLoss, done - 1);
    ledger.lastLoss.fill(done + 1 / 16);
    if (done > 0) ledger.presentations.fill(done);
  }
  if (batch === 0) return ledger;
  if (epoch > 0) keepLosses(ledger.lossHistory, ledger.lastLoss, epoch - 1);
  ledger.lastLoss[0] = 0.3;
  if (epoch > 0) ledger.presentations[0] += 1;
  return ledger;
}

const exactly = Math.fround(0.3);

test.each([
  ["nothing before the first step", 0, 0, [], []],
  ["the first epoch while it is under way", 0, 1, [[0, exactly]], []],
  ["one epoch", 1, 0, [[0, 0.0625]], [[0, 0.0625]]],
  [
    "three epochs: two by their codes, the last one exact",
    3,
    0,
    [
      [0, 0.0625],
      [1, 1.0625],
      [2, 2.0625],
    ],
    [
      [0, 0.0625],
      [1, 1.0625],
      [2, 2.0625],
    ],
  ],
  [
    "an epoch under way, for those that were in a batch of it",
    2,
    3,
    [
      [0, 0.0625],
      [1, 1.0625],
      [2, exactly],
    ],
    [
      [0, 0.0625],
      [1, 1.0625],
    ],
  ],
])("%s", (_, epoch, batch, first, second) => {
  const lossesOf = lossesByEpoch(ledgerAt(epoch, batch), { epoch, batch });
  const pairs = (example: number) => lossesOf(example).map(({ epoch: of, loss }) => [of, loss]);
  expect(pairs(0)).toEqual(first);
  expect(pairs(1)).toEqual(second);
});

test("of 40 epochs every second one, and the last", () => {
  const epochs = lossesByEpoch(ledgerAt(40, 0), { epoch: 40, batch: 0 })(0).map(({ epoch }) => epoch);
  expect(epochs).toEqual([...Array.from({ length: 20 }, (_, row) => 2 * row), 39]);
});

test("a model of an early version has its last losses: of an epoch that is done, or of none that is known", () => {
  const ledger = { ...emptyLedger(2, 2), lossHistory: unknownHistory(2, { epoch: 4, batch: 0 }) };
  ledger.lastLoss.fill(0.5);
  expect(lossesByEpoch(ledger, { epoch: 4, batch: 0 })(0)).toEqual([{ epoch: 3, loss: 0.5 }]);
  const under = { ...ledger, lossHistory: unknownHistory(2, { epoch: 4, batch: 1 }) };
  expect(lossesByEpoch(under, { epoch: 4, batch: 1 })(0)).toEqual([]);
});
