import { expect, test } from "vitest";
import { emptyLedger } from "../../src/train/ledger.js";
import { keepLosses } from "../../src/train/loss-history.js";
import { rankSuspects } from "../../src/train/suspects.js";

const images = new Uint8Array();

/** Five examples of three classes, each presented four times. */
function exampleLedger() {
  const ledger = emptyLedger(5, 3);
  ledger.presentations.fill(4);
  ledger.lossSum.set([8, 0.5, 4, 4, 8]);
  ledger.timesPredicted.set([1, 0, 3, 0, 4, 0, 0, 2, 2, 2, 2, 0, 4, 0, 0]);
  ledger.timesSelected.set([4, 0, 3, 2, 1]);
  ledger.lastLoss.fill(0.75);
  for (let epoch = 0; epoch < 4; epoch++) keepLosses(ledger.lossHistory, new Float32Array(5).fill(epoch + 1), epoch);
  return ledger;
}
const labels = Uint8Array.of(0, 1, 0, 0, 0);
const loop = { epoch: 5, batch: 0 };

const losses = [1, 2, 3, 4, 0.75].map((loss, epoch) => ({ epoch, loss }));

test("best first; of equal scores the first, of equally frequent classes the lowest; never wrong is no suspect", () => {
  expect(rankSuspects(exampleLedger(), loop, { images, labels, count: 5 }, 50)).toEqual([
    { index: 0, example: 0, label: 0, predicted: 2, share: 0.75, meanLoss: 2, score: 1.5, timesSelected: 4, losses },
    { index: 2, example: 2, label: 0, predicted: 1, share: 0.5, meanLoss: 1, score: 0.5, timesSelected: 3, losses },
    { index: 3, example: 3, label: 0, predicted: 1, share: 0.5, meanLoss: 1, score: 0.5, timesSelected: 2, losses },
  ]);
  expect(rankSuspects(exampleLedger(), loop, { images, labels, count: 5 }, 1)).toHaveLength(1);
});

test("in a derived set the index is that of the original set", () => {
  const origin = { indices: Uint32Array.of(90, 80, 70, 60, 50), labels };
  const ranked = rankSuspects(exampleLedger(), loop, { images, labels, count: 5, origin }, 2);
  expect(ranked.map(({ index, example }) => [index, example])).toEqual([
    [90, 0],
    [70, 2],
  ]);
});
