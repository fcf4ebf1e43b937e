import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohem } from "../../src/tfjs/index.js";
import { agreesWithCpu, leaksNothingInFits } from "./agreement.js";
import { useBackend } from "./backend.js";
import { seesClassWeights } from "./class-weights.js";
import { smallModel } from "./mnist.js";
import { expectTraining } from "./trains.js";

beforeAll(async () => {
  setThreadsCount(1);
  await useBackend("wasm");
});
afterAll(() => useBackend("cpu"));

describe("tfjs's wasm backend", () => {
  agreesWithCpu("wasm");
  seesClassWeights("wasm");
  leaksNothingInFits("wasm", 500);

  test("trains dense layers, on whole batches and with mined gradients", async () => {
    await useBackend("wasm");
    const model = smallModel("linear");
    await expectTraining(model, 1e-6);
    model.dispose();
  });

  test("throws for the filters of a convolution, which have no gradient kernel", async () => {
    await useBackend("wasm");
    const filters = tf.variable(tf.ones([3, 3, 1, 2]) as tf.Tensor4D);
    const images = tf.ones([2, 3, 3, 1]) as tf.Tensor4D;
    const loss = ohem();
    const step = () => loss(tf.tensor1d([0, 1], "int32"), tf.reshape(tf.conv2d(images, filters, 1, "valid"), [2, 2]));
    expect(step().dataSync()[0]).toBeCloseTo(Math.LN2, 6);
    expect(() => tf.variableGrads(step)).toThrow("Conv2DBackpropFilter");
    filters.dispose();
  });
});
