import { beforeAll, describe, expect, test } from "vitest";
import { parameterFloats } from "../../../../src/engine/wasm/layout.js";
import { packParameters } from "../../../../src/engine/wasm/parameters.js";
import { conv2, convolutionBackward } from "../../../conformance/oracle/convolution.js";
import { floats as toFloats, zeros } from "../../../conformance/oracle/parameters.js";
import { transpose } from "./lanes.js";
import { openKernels } from "./open-kernels.js";
import { randomFloats, randomPack } from "./pack.js";
import { reportedDifferences, rounding } from "./reported.js";

const seen = reportedDifferences();

describe.each([0, 1, 2, 3])("conv2 backward, example %i of a pack", async (lane) => {
  const { call, put, room, floats, words } = await openKernels();
  const { parameters, examples } = randomPack();
  const { pooled1, pooled2 } = examples[lane];
  const gradient = randomFloats(320, lane);
  const expected = zeros(10);
  const expectedInput = convolutionBackward(
    conv2,
    pooled1.values,
    parameters["conv2.weight"],
    pooled2,
    Float64Array.from(gradient),
    expected["conv2.weight"],
    expected["conv2.bias"],
  );

  const lists = {
    byChannel: room(20 * 128),
    channelEnds: room(80),
    byPosition: room(92 * 160),
    positionEnds: room(368),
  };
  const biasGradient = room(80);

  beforeAll(() => {
    // [20][16][4 lanes]: a window's winner, as its offset from the window's corner in a 12-wide map
    const winner = Uint8Array.from({ length: 1280 }, (_, i) => {
      const place = pooled2.winners[i >> 2];
      return (place % 2) + 12 * (Math.floor(place / 8) % 2);
    });
    call.listSurvivors(
      put(Float32Array.from(pooled2.values)),
      put(gradient),
      put(winner) + lane,
      lists.byChannel,
      lists.channelEnds,
      lists.byPosition,
      lists.positionEnds,
      biasGradient,
    );
  });

  test("lists every open winner once by channel and once by position", () => {
    const open = pooled2.values.filter((value) => value > 0).length;
    const entries = (start: number, stride: number, ends: Uint32Array) =>
      ends.reduce((sum, end, i) => sum + (end - start - i * stride) / 8, 0);
    expect(entries(lists.byChannel, 128, words(lists.channelEnds, 20))).toBe(open);
    expect(entries(lists.byPosition, 160, words(lists.positionEnds, 92))).toBe(open);
    seen.check("conv2 bias gradient", floats(biasGradient, 20), expected["conv2.bias"], rounding);
  });

  test("adds the weight gradient, and none to the padding", () => {
    const at = room(5200 * 4);
    // The last rows of windows reach beyond the last position: the map is read there too.
    const input = put(Float32Array.from([...transpose(pooled1.values, 10, 144), 1, 1, 1, 1]));
    call.conv2WeightGradient(lists.byChannel, lists.channelEnds, input, at);
    call.conv2WeightGradient(lists.byChannel, lists.channelEnds, input, at);
    const twice = zeros(10);
    twice["conv2.weight"] = expected["conv2.weight"].map((value) => 2 * value);
    const packed = new Float32Array(parameterFloats(10));
    packParameters(toFloats(twice), packed, 10);
    seen.check("conv2WeightGradient", floats(at, 5200), packed.subarray(312, 5512), rounding);
  });

  test("gives the input gradient", () => {
    const packed = new Float32Array(parameterFloats(10));
    packParameters(toFloats(parameters), packed, 10);
    const at = room(1444 * 4);
    call.conv2InputGradient(lists.byPosition, lists.positionEnds, put(packed.subarray(312, 5512)), at);
    seen.check("conv2InputGradient", floats(at, 1440), transpose(expectedInput, 10, 144), rounding);
  });
});
