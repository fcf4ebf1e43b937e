import { expect, test } from "vitest";
import { fromTensorflow, tensorflowLayouts, toTensorflow } from "../../../../src/engine/tensorflow/net/layout.js";
import { parameterNames, parameterSizes } from "../../../../src/model/net.js";

const layouts = tensorflowLayouts(3);

test("a convolution's weight [out, in, y, x] goes to [y, x, in, out]", () => {
  const torch = new Float32Array(20 * 10 * 5 * 5);
  const [out, input, y, x] = [13, 7, 4, 2];
  torch[((out * 10 + input) * 5 + y) * 5 + x] = 1;
  expect(toTensorflow(layouts["conv2.weight"], torch).indexOf(1)).toBe(((y * 5 + x) * 10 + input) * 20 + out);
});

test("the linear layer's weight [class, channel x row x column] goes to [row x column x channel, class]", () => {
  const torch = new Float32Array(3 * 320);
  const [label, channel, row, column] = [2, 17, 3, 1];
  torch[label * 320 + (channel * 4 + row) * 4 + column] = 1;
  expect(toTensorflow(layouts["fc.weight"], torch).indexOf(1)).toBe(((row * 4 + column) * 20 + channel) * 3 + label);
});

test.each(parameterNames)("%s survives the round trip", (name) => {
  const size = parameterSizes(3)[name];
  const torch = Float32Array.from({ length: size }, (_, i) => i);
  expect(layouts[name].shape.reduce((product, side) => product * side, 1)).toBe(size);
  expect(fromTensorflow(layouts[name], toTensorflow(layouts[name], torch))).toEqual(torch);
});
