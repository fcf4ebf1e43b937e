import * as layers from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import { openRuntime } from "../../src/engine/tensorflow/runtime/open.js";
import { focal, ohem, type TfjsLoss, threshold } from "../../src/tfjs/index.js";
import { useBackend } from "./backend.js";
import { gradientOn } from "./gradient-on.js";
import { expectTraining } from "./trains.js";

beforeAll(async () => {
  // registers its backend with every copy of tfjs-core in the process
  openRuntime("any", false);
  await useBackend("tensorflow");
});

describe("tfjs's tensorflow backend", () => {
  test.each<[string, () => TfjsLoss, boolean]>([
    ["ohem", () => ohem({ ignoreLabel: 255 }), false],
    ["threshold from probabilities", () => threshold({ ignoreLabel: 255, from: "probabilities" }), true],
    ["focal", () => focal({ ignoreLabel: 255 }), false],
  ])("agrees with the cpu backend: %s", async (_name, make, softmax) => {
    const cpu = await gradientOn("cpu", make, softmax);
    const tensorflow = await gradientOn("tensorflow", make, softmax);
    for (const [i, value] of tensorflow.entries()) expect(value).toBeCloseTo(cpu[i], 5);
  });

  test("trains a convolutional net, on whole batches and with mined gradients", async () => {
    await useBackend("tensorflow");
    const initializer = (seed: number) => layers.initializers.glorotUniform({ seed });
    const model = layers.sequential({
      layers: [
        layers.layers.reshape({ inputShape: [196], targetShape: [14, 14, 1] }),
        layers.layers.conv2d({
          filters: 8,
          kernelSize: 5,
          strides: 2,
          activation: "relu",
          kernelInitializer: initializer(1),
        }),
        layers.layers.flatten(),
        layers.layers.dense({ units: 10, kernelInitializer: initializer(2) }),
      ],
    });
    await expectTraining(model, 1e-5);
  });
});
