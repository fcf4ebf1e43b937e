import { describe, test } from "vitest";
import { openKernels } from "./open-kernels.js";
import { randomFloats } from "./pack.js";
import { reportedDifferences, rounding } from "./reported.js";

const seen = reportedDifferences();

/** F(4, 5): a filter is a polynomial, evaluated at these points and at infinity, scaled for the other transforms. */
const points = [0, 1, -1, 2, -2, 1 / 2, -1 / 2];
const scales = [1, -2 / 9, -2 / 9, 1 / 360, 1 / 360, 2 / 45, 2 / 45];

function evaluate(taps: readonly number[]): number[] {
  return [...points.map((point, i) => scales[i] * taps.reduce((sum, tap, k) => sum + tap * point ** k, 0)), taps[4]];
}

describe("filters at the points of the transform", async () => {
  const { call, put, room, floats } = await openKernels();
  const scratch = room(4096);
  const five = [0, 1, 2, 3, 4];

  test("conv1", () => {
    const weight = randomFloats(280, 1);
    const filter = room(1600);
    call.conv1Filter(put(weight), filter, scratch);
    const expected = new Float64Array(400);
    for (let channel = 0; channel < 10; channel++) {
      for (const row of five) {
        const taps = five.map((column) => weight[channel * 28 + (column < 4 ? row * 4 + column : 20 + row)]);
        evaluate(taps).forEach((value, point) => {
          expected[channel * 40 + point * 5 + row] = value;
        });
      }
    }
    seen.check("conv1Filter", floats(filter, 400), expected, rounding);
  });

  test("conv2, a group of four output channels", () => {
    const weight = randomFloats(4 * 260 + 4, 2);
    const filter = room(2560 * 4);
    call.conv2Filter(put(weight), filter, scratch);
    const expected = new Float64Array(2560);
    for (let out = 0; out < 4; out++) {
      for (let input = 0; input < 10; input++) {
        const columns = five.map((kx) => evaluate(five.map((ky) => weight[out * 260 + ky * 52 + kx * 10 + input])));
        for (let row = 0; row < 8; row++) {
          evaluate(columns.map((column) => column[row])).forEach((value, column) => {
            expected[((row * 8 + column) * 10 + input) * 4 + out] = value;
          });
        }
      }
    }
    seen.check("conv2Filter", floats(filter, 2560), expected, rounding);
  });
});
