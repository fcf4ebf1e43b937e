import * as layers from "@tensorflow/tfjs-layers";
import { beforeAll, describe, test } from "vitest";
import { openRuntime } from "../../src/engine/tensorflow/runtime/open.js";
import { agreesWithCpu, leaksNothingInFits } from "./agreement.js";
import { useBackend } from "./backend.js";
import { seesClassWeights } from "./class-weights.js";
import { expectTraining } from "./trains.js";

beforeAll(async () => {
  // registers its backend with every copy of tfjs-core in the process
  openRuntime("any", false);
  await useBackend("tensorflow");
});

describe("tfjs's tensorflow backend", () => {
  agreesWithCpu("tensorflow");
  seesClassWeights("tensorflow");
  leaksNothingInFits("tensorflow", 500);

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
