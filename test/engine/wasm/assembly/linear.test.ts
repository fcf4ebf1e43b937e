import { describe, expect, test } from "vitest";
import { linear } from "../../../conformance/oracle/net.js";
import { interleave, laneOf } from "./lanes.js";
import { openKernels } from "./open-kernels.js";
import { randomFloats } from "./pack.js";
import { reportedDifferences } from "./reported.js";

const seen = reportedDifferences();
/** Sums of 320 products below one. */
const sums = { absolute: 2e-5, relative: 2e-6 };

describe.each([2, 10, 256])("the linear layer, %i classes", async (classes) => {
  const { call, put, room, floats } = await openKernels();
  const inputs = [1, 2, 3, 4].map((seed) => randomFloats(320, seed));
  const weight = randomFloats(320 * classes, 5);

  test("forward, four images", () => {
    const bias = randomFloats(classes, 6);
    const output = room(16 * classes);
    call.linear(put(interleave(inputs)), put(weight), put(bias), output, classes);
    inputs.forEach((input, lane) => {
      const expected = linear(Float64Array.from(input), Float64Array.from(weight), Float64Array.from(bias));
      seen.check("linear", laneOf(floats(output, 4 * classes), lane), expected, sums);
    });
  });

  test("backward, one image", () => {
    const gradients = [7, 8, 9, 10].map((seed) => randomFloats(classes, seed));
    const lane = 2;
    const scale = -0.25;
    const delta = room(4 * classes);
    const input = room(1280);
    const inputGradient = room(1280);
    const logitGradient = put(interleave(gradients)) + 4 * lane;
    const pooled = put(interleave(inputs)) + 4 * lane;
    call.linearBackward(logitGradient, pooled, scale, put(weight), delta, input, inputGradient, classes);

    const expectedDelta = Float64Array.from(gradients[lane], (gradient) => scale * gradient);
    const expected = Float64Array.from({ length: 320 }, (_, i) =>
      expectedDelta.reduce((sum, value, c) => sum + value * weight[c * 320 + i], 0),
    );
    expect([...floats(input, 320)]).toEqual([...inputs[lane]]);
    expect([...floats(delta, classes)]).toEqual([...expectedDelta]);
    seen.check("linearBackward", floats(inputGradient, 320), expected, sums);
  });

  test("gradients, summed over the selected examples of a batch", () => {
    const stride = Math.ceil(classes / 4) * 4;
    const batch = 12;
    const selected = Uint32Array.of(1, 4, 5, 11);
    const deltas = randomFloats(batch * stride, 11);
    const rows = randomFloats(batch * 320, 12);
    const [deltasAt, rowsAt, selectedAt] = [put(deltas), put(rows), put(selected)];
    const gradient = room(1280);
    const biasGradient = room(4 * stride);
    for (let c = 0; c < classes; c++) {
      call.linearGradient(deltasAt + 4 * c, stride, rowsAt, selectedAt, selected.length, gradient);
      const expected = Float64Array.from({ length: 320 }, (_, i) =>
        selected.reduce((sum, example) => sum + deltas[example * stride + c] * rows[example * 320 + i], 0),
      );
      seen.check("linearGradient", floats(gradient, 320), expected, sums);
    }
    call.biasGradient(deltasAt, stride, selectedAt, selected.length, biasGradient);
    const expected = Float64Array.from({ length: classes }, (_, c) =>
      selected.reduce((sum, example) => sum + deltas[example * stride + c], 0),
    );
    seen.check("biasGradient", floats(biasGradient, classes), expected, sums);
  });
});
