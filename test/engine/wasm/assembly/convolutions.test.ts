import { describe, expect, test } from "vitest";
import { parameterFloats } from "../../../../src/engine/wasm/layout.js";
import { packParameters } from "../../../../src/engine/wasm/parameters.js";
import { windowOf } from "../../../conformance/oracle/convolution.js";
import { floats as toFloats } from "../../../conformance/oracle/parameters.js";
import { interleave, laneOf, transpose } from "./lanes.js";
import { openKernels } from "./open-kernels.js";
import { randomPack } from "./pack.js";
import { reportedDifferences, rounding } from "./reported.js";

const seen = reportedDifferences();

describe("convolution, bias, pool and ReLU of four images", async () => {
  const { call, put, room, floats, bytes } = await openKernels();
  const { parameters, examples } = randomPack();
  const packed = new Float32Array(parameterFloats(10));
  packParameters(toFloats(parameters), packed, 10);
  const scratch = room(65_536);

  test("conv1", () => {
    const filter = room(400 * 4);
    call.conv1Filter(put(packed.subarray(0, 280)), filter, scratch);
    const output = room(1440 * 16);
    const winner = room(1440 * 4);
    const input = put(interleave(examples.map(({ pixels }) => pixels)));
    call.conv1(input, filter, put(packed.subarray(280, 290)), output, winner, scratch);
    examples.forEach(({ pooled1, convolved1 }, lane) => {
      const values = transpose(laneOf(floats(output, 1440 * 4), lane), 144, 10);
      seen.check("conv1", values, pooled1.values, rounding);
      for (let i = 0; i < 1440; i++) {
        const offset = bytes(winner, 1440 * 4)[((i % 144) * 10 + Math.floor(i / 144)) * 4 + lane];
        expectLargest(convolved1, windowOf(i, 12), [0, 4, 112, 116].indexOf(offset));
      }
    });
  });

  test("conv2", () => {
    const filter = room(5 * 2560 * 4);
    const weight = put(packed.subarray(312, 5512));
    for (let group = 0; group < 5; group++) call.conv2Filter(weight + group * 4160, filter + group * 10_240, scratch);
    const output = room(320 * 16);
    const winner = room(320 * 4);
    const input = put(interleave(examples.map(({ pooled1 }) => transpose(pooled1.values, 10, 144))));
    call.conv2(input, filter, put(packed.subarray(292, 312)), output, winner, scratch);
    examples.forEach(({ pooled2, convolved2 }, lane) => {
      seen.check("conv2", laneOf(floats(output, 320 * 4), lane), pooled2.values, rounding);
      for (let i = 0; i < 320; i++) {
        expectLargest(convolved2, windowOf(i, 4), [0, 1, 12, 13].indexOf(bytes(winner, 1280)[4 * i + lane]));
      }
    });
  });

  /** Among values equal up to rounding, any may win. */
  function expectLargest(convolved: Float64Array, window: readonly number[], won: number): void {
    expect(won).toBeGreaterThanOrEqual(0);
    const largest = Math.max(...window.map((place) => convolved[place]));
    expect(convolved[window[won]]).toBeGreaterThanOrEqual(largest - 1e-5);
  }
});
