import { defaultConfig } from "../../src/config/resolve-config.js";
import { mapParameters, type Parameters, parameterSizes } from "../../src/model/net.js";
import { createRandom, type Random } from "../../src/random.js";
import type { Checkpoint } from "../../src/train/checkpoint.js";

/** A checkpoint in the middle of an epoch, of a loss that keeps an array; another seed makes other numbers of the same size. */
export function exampleCheckpoint({ classes = 2, seed = 7 } = {}): Checkpoint {
  const random = createRandom(seed, "weights");
  const positive = (value: number) => Math.abs(value);
  return {
    version: "1.2.3",
    config: { ...defaultConfig, seed, loss: "selective-backprop:beta=2", threads: 2 },
    classes,
    dataSha256: "ab".repeat(32),
    engine: {
      step: 1000,
      parameters: someParameters(classes, random),
      firstMoments: someParameters(classes, random),
      secondMoments: someParameters(classes, random, positive),
    },
    loop: {
      epoch: 1,
      batch: 62,
      step: 1000,
      shuffle: [...createRandom(seed, "batches").state()],
      lossRandom: [...createRandom(seed, "loss").state()],
      trainAccuracy: 0.1 + 0.2,
      sums: {
        examples: 3968,
        loss: 1234.5678901234567,
        objective: 1 / 3,
        correct: 3900,
        selected: 1302,
        forwardSeconds: 0.25,
        backwardSeconds: 5e-324,
        trainSeconds: 0.5,
      },
      epochs: [
        {
          type: "epoch",
          epoch: 0,
          steps: 938,
          trainSeconds: 0.5,
          examplesPerSecond: 120_000,
          meanLoss: 0.25,
          objective: 0.5,
          trainAccuracy: 0.1 + 0.2,
          keptFraction: 1 / 3,
          forwardExamples: 60_000,
          backwardExamples: 20_000,
          forwardSeconds: 0.25,
          backwardSeconds: 0.125,
        },
      ],
      evaluations: [
        {
          type: "evaluation",
          epoch: 0,
          steps: 938,
          testAccuracy: 0.9712,
          testLoss: 0.1,
          correct: 9712,
          examples: 10_000,
          seconds: 0.05,
        },
      ],
    },
    records: {
      timesSelected: Uint32Array.of(0, 1, 2 ** 32 - 1),
      lastLoss: Float32Array.of(-1, 0, 0.5),
      lastPrediction: Uint8Array.of(0, 1, 255),
    },
    arrays: new Map([
      ["history", Float32Array.from({ length: 100 }, () => random.float())],
      ["none", new Float32Array(0)],
    ]),
  };
}

function someParameters(classes: number, random: Random, map = (value: number) => value): Parameters {
  const sizes = parameterSizes(classes);
  return mapParameters((name) => {
    const values = Float32Array.from({ length: sizes[name] }, () => map(random.float() - 0.5));
    values.set([map(-0), map(-1e-45)]);
    return values;
  });
}
