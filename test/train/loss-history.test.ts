import { expect, test } from "vitest";
import { keepLosses, keptEpochs, type LossHistory, lossOfCode, unknownHistory } from "../../src/train/loss-history.js";

const codeOf = (loss: number) => {
  const history: LossHistory = [];
  keepLosses(history, Float32Array.of(loss), 0);
  return history[0][0];
};

test("a loss comes back within 3.2%, wherever it lies from 2^-9 to 120 nats", () => {
  for (let loss = 2 ** -9; loss < 124; loss *= 1.003) {
    expect(Math.abs(lossOfCode(codeOf(loss)) / loss - 1)).toBeLessThan(0.032);
  }
});

test("a larger loss never has a smaller code, and what lies outside has that of the end", () => {
  const losses = Array.from({ length: 4000 }, (_, i) => 1.01 ** (i - 2000));
  const codes = losses.filter((loss) => loss > 1e-40 && loss < 1e38).map(codeOf);
  expect(codes).toEqual([...codes].sort((a, b) => a - b));
  expect(new Set(codes).size).toBe(255);
  expect([0, 1e-45, 2 ** -9, 2 ** 7, 1e38].map(codeOf)).toEqual([1, 1, 1, 255, 255]);
  expect([1, 0.5, 2.3].map((loss) => lossOfCode(codeOf(loss)))).toEqual([1, 0.5, 2.25]);
});

test.each([
  ["before the first step", { epoch: 0, batch: 0 }, []],
  ["in the first epoch", { epoch: 0, batch: 5 }, []],
  ["after the first epoch, whose losses are the last ones", { epoch: 1, batch: 0 }, []],
  ["in the second", { epoch: 1, batch: 1 }, [0]],
  ["after three", { epoch: 3, batch: 0 }, [0, 1]],
])("the epochs that are kept: %s", (_, place, epochs) => {
  expect(keptEpochs(place)).toEqual(epochs);
});

test("at most 32 epochs are kept, from the first to the last, evenly; a history has a row for each", () => {
  const history: LossHistory = [];
  for (let epoch = 0; epoch < 300; epoch++) {
    keepLosses(history, Float32Array.of(1 + (epoch % 100)), epoch);
    const epochs = keptEpochs({ epoch: epoch + 1, batch: 1 });
    const stride = epochs.length > 1 ? epochs[1] - epochs[0] : 1;
    expect(epochs).toEqual(epochs.map((_, row) => row * stride));
    expect(epoch - epochs[epochs.length - 1]).toBeLessThan(stride);
    expect(epochs.length).toBeLessThanOrEqual(32);
    if (epoch >= 32) expect(epochs.length).toBeGreaterThan(16);
    expect(history.map(([code]) => code)).toEqual(epochs.map((kept) => codeOf(1 + (kept % 100))));
  }
});

test("an unknown history has as many rows, of zeros; no loss has that code", () => {
  expect(unknownHistory(2, { epoch: 4, batch: 0 })).toEqual([0, 1, 2].map(() => Uint8Array.of(0, 0)));
  expect(keptEpochs({ epoch: Number.MAX_SAFE_INTEGER, batch: 1 }).length).toBeLessThanOrEqual(32);
});
