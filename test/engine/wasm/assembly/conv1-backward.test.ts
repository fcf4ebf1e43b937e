import { describe, expect, test } from "vitest";
import { parameterFloats } from "../../../../src/engine/wasm/layout.js";
import { packParameters } from "../../../../src/engine/wasm/parameters.js";
import { conv1, convolutionBackward } from "../../../conformance/oracle/convolution.js";
import { floats as toFloats, zeros } from "../../../conformance/oracle/parameters.js";
import { interleave, transpose } from "./lanes.js";
import { openKernels } from "./open-kernels.js";
import { randomFloats, randomPack } from "./pack.js";
import { reportedDifferences } from "./reported.js";

const seen = reportedDifferences();
/** Sums over 144 positions. */
const sums = { absolute: 2e-5, relative: 2e-6 };

describe("conv1 backward", async () => {
  const { call, put, room, floats, words } = await openKernels();
  const { parameters, images, examples } = randomPack();

  test.each([0, 1, 2, 3])("example %i of a pack", (lane) => {
    const { pixels, pooled1 } = examples[lane];
    const gradient = randomFloats(1440, lane);
    const expected = zeros(10);
    convolutionBackward(
      conv1,
      pixels,
      parameters["conv1.weight"],
      pooled1,
      Float64Array.from(gradient),
      expected["conv1.weight"],
      expected["conv1.bias"],
    );

    const at = put(Float32Array.from(transpose(Float64Array.from(gradient), 10, 144)));
    const biasGradient = room(48);
    call.reluBackward(put(Float32Array.from(transpose(pooled1.values, 10, 144))), at, biasGradient);
    seen.check("conv1 bias gradient", floats(biasGradient, 10), expected["conv1.bias"], sums);
    expect([...floats(biasGradient + 40, 2)], "padding").toEqual([0, 0]);

    const image = put(Float32Array.from(pixels));
    const columns = room(24 * 28 * 16);
    call.stackColumns(image, columns);
    const list = room(145 * 8);
    const end = call.listInked(put(images[lane]), room(112), list);
    // [144][10][4 lanes]: a window's winner, as its byte offset from the window's corner in a 28-wide image of floats
    const winner = Uint8Array.from({ length: 5760 }, (_, i) => {
      const position = Math.floor(i / 40);
      const place = pooled1.winners[(Math.floor(i / 4) % 10) * 144 + position];
      return 4 * (place % 2) + 112 * (Math.floor(place / 24) % 2);
    });
    const weightGradient = room(1120);
    call.conv1WeightGradient(at, put(winner) + lane, image, columns, list, end, weightGradient);
    const packed = new Float32Array(parameterFloats(10));
    packParameters(toFloats(expected), packed, 10);
    seen.check("conv1WeightGradient", floats(weightGradient, 280), packed.subarray(0, 280), sums);
  });

  test("a blank image has no inked pool, a pixel inks the pools that see it", () => {
    const image = new Uint8Array(784);
    const list = room(145 * 8);
    expect(call.listInked(put(image), room(112), list)).toBe(list);
    image[5 * 28 + 9] = 1;
    const end = call.listInked(put(image), room(112), list);
    const entries = Array.from({ length: (end - list) / 8 }, (_, i) => [...words(list + 8 * i, 2)]);
    const seeing = [0, 1, 2].flatMap((y) => [2, 3, 4].map((x) => [y * 224 + x * 8, (y * 12 + x) * 40]));
    expect(entries).toEqual(seeing);
  });

  test("gathers a lane", () => {
    const four = [1, 2, 3, 4].map((seed) => randomFloats(40, seed));
    const output = room(160);
    call.gatherLane(put(interleave(four)) + 12, output, 40);
    expect([...floats(output, 40)]).toEqual([...four[3]]);
  });
});
