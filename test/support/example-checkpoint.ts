import type { Checkpoint } from "../../src/checkpoint/checkpoint.js";
import { defaultConfig } from "../../src/config/resolve-config.js";
import { mapParameters, type Parameters, parameterSizes } from "../../src/model/net.js";
import { createRandom, type Random } from "../../src/random.js";
import { emptyCounts } from "../../src/train/ledger.js";

const examples = 130;
/** Selected in the first epoch, and in the first two batches of the second. */
const [selectedBefore, selectedNow] = [43, 42];

/**
 * A checkpoint in the middle of the second epoch: two batches of 64 are done, and 2 of the 130 examples are left. Its
 * loss keeps an array. Another seed makes other numbers of the same size.
 */
export function exampleCheckpoint({ classes = 2, seed = 7 } = {}): Checkpoint {
  const random = createRandom(seed, "weights");
  const positive = (value: number) => Math.abs(value);
  return {
    id: "0a1b2c3d-0000-4000-8000-123456789abc",
    version: "1.2.3",
    config: { ...defaultConfig, seed, loss: "selective-backprop:beta=2", threads: 2 },
    classes,
    dataSha256: "ab".repeat(32),
    engine: {
      step: 5,
      parameters: someParameters(classes, random),
      firstMoments: someParameters(classes, random),
      secondMoments: someParameters(classes, random, positive),
    },
    loop: {
      epoch: 1,
      batch: 2,
      step: 5,
      shuffle: [...createRandom(seed, "batches").state()],
      lossRandom: [...createRandom(seed, "loss").state()],
      trainAccuracy: 0.1 + 0.2,
      sums: {
        examples: 128,
        loss: 1234.5678901234567,
        objective: 1 / 3,
        correct: 100,
        selected: selectedNow,
        repeated: 9,
        repeatedSelected: 7,
        forwardSeconds: 0.25,
        backwardSeconds: 5e-324,
        trainSeconds: 0.5,
      },
      epochs: [
        {
          type: "epoch",
          epoch: 0,
          steps: 3,
          trainSeconds: 0.5,
          examplesPerSecond: 260,
          meanLoss: 0.25,
          objective: 0.5,
          trainAccuracy: 0.1 + 0.2,
          keptFraction: selectedBefore / examples,
          forwardExamples: examples,
          backwardExamples: selectedBefore,
          forwardSeconds: 0.25,
          backwardSeconds: 0.125,
        },
      ],
      evaluations: [
        {
          type: "evaluation",
          epoch: 0,
          steps: 3,
          testAccuracy: 0.9712,
          testLoss: 0.1,
          correct: 9712,
          examples: 10_000,
          seconds: 0.05,
        },
      ],
      noise: {
        type: "noise",
        epoch: 0,
        steps: 3,
        repeated: 60,
        examples,
        keptFraction: selectedBefore / examples,
        ofSelected: 0.5,
      },
    },
    ledger: {
      timesSelected: timesSelected(selectedBefore, selectedNow),
      lastLoss: Float32Array.from({ length: examples }, () => random.float()),
      lastPrediction: Uint8Array.from({ length: examples }, () => random.integer(classes)),
      presentations: Uint32Array.from({ length: examples }, (_, index) => (index < 128 ? 1 : 0)),
      lossSum: Float64Array.from({ length: examples }, (_, index) => (index < 128 ? random.float() : 0)),
      timesPredicted: Uint8Array.from({ length: examples * classes }, (_, cell) => (cell % classes === 1 ? 1 : 0)),
      forgettings: Uint8Array.from({ length: examples }, (_, index) => (index < 3 ? 1 : 0)),
      lossHistory: [Uint8Array.from({ length: examples }, () => 1 + random.integer(255))],
    },
    arrays: lossHistory(examples + 128, random),
  };
}

/** The same in the first epoch. */
export function firstEpochCheckpoint(): Checkpoint {
  const { loop, engine, ledger, ...rest } = exampleCheckpoint();
  const { trainAccuracy: _, ...position } = loop;
  return {
    ...rest,
    engine: { ...engine, step: 2 },
    loop: { ...position, epoch: 0, step: 2, epochs: [], evaluations: [] },
    ledger: {
      ...ledger,
      ...emptyCounts(examples, rest.classes),
      timesSelected: timesSelected(selectedNow),
      lossHistory: [],
    },
    arrays: lossHistory(128, createRandom(1, "weights")),
  };
}

/** @param counts how many of the first examples an epoch selected */
function timesSelected(...counts: readonly number[]): Uint32Array {
  return Uint32Array.from({ length: examples }, (_, index) => counts.filter((count) => index < count).length);
}

function lossHistory(length: number, random: Random): Map<string, Float32Array> {
  return new Map([["selective-backprop.history", Float32Array.from({ length }, () => random.float())]]);
}

function someParameters(classes: number, random: Random, map = (value: number) => value): Parameters {
  const sizes = parameterSizes(classes);
  return mapParameters((name) => {
    const values = Float32Array.from({ length: sizes[name] }, () => map(random.float() - 0.5));
    values.set([map(-0), map(-1e-45)]);
    return values;
  });
}
