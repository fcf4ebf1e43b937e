import { imageSide, parameterNames, parameterShapes } from "../../model/net.js";
import { version } from "../../version.js";
import { describeOrigin, type ExportSource } from "./description.js";
import { encodeMessage, type Message } from "./protobuf.js";

/** The oldest that has these operators in their current form, and the file format that goes with it. */
const opset = 17;
const irVersion = 8;

/** Numbers of TensorProto.DataType and AttributeProto.AttributeType. */
const float32 = 1;
const uint8 = 2;
const intAttribute = 2;
const intsAttribute = 7;

/** The size of a batch: a name stands for any size. */
const batch = "N";

/**
 * The net as an ONNX model. Its input `images` [N, 1, 28, 28] is uint8, so that a reader refuses pixels that are scaled
 * already. Its outputs are `logits` [N, classes] and, if asked for, `probabilities`.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function encodeOnnx(source: ExportSource, softmax: boolean): Uint8Array {
  const { classes } = source;
  return encodeMessage({
    1: irVersion,
    2: "ohem",
    3: version,
    7: {
      1: nodes(softmax),
      2: "ohem",
      5: initializers(source),
      11: value("images", uint8, [1, imageSide, imageSide], "pixels as in MNIST's files: 0 is the background"),
      12: ["logits", ...(softmax ? ["probabilities"] : [])].map((name) => value(name, float32, [classes])),
    },
    8: { 1: "", 2: opset },
    14: Object.entries(describeOrigin(source)).map(([key, text]) => ({ 1: key, 2: text })),
  });
}

function nodes(softmax: boolean): Message[] {
  const pool = { kernel_shape: [2, 2], strides: [2, 2] };
  const convolution = { kernel_shape: [5, 5] };
  return [
    node("Cast", ["images"], "pixels", { to: float32 }),
    node("Div", ["pixels", "255"], "scaled"),
    node("Conv", ["scaled", "conv1.weight", "conv1.bias"], "conv1", convolution),
    node("MaxPool", ["conv1"], "pool1", pool),
    node("Relu", ["pool1"], "relu1"),
    node("Conv", ["relu1", "conv2.weight", "conv2.bias"], "conv2", convolution),
    node("MaxPool", ["conv2"], "pool2", pool),
    node("Relu", ["pool2"], "relu2"),
    node("Flatten", ["relu2"], "flatten", { axis: 1 }),
    node("Gemm", ["flatten", "fc.weight", "fc.bias"], "logits", { transB: 1 }),
    ...(softmax ? [node("Softmax", ["logits"], "probabilities", { axis: 1 })] : []),
  ];
}

/** A node has the name of its only output. */
function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): Message {
  return { 1: inputs, 2: output, 3: output, 4: operator, 5: Object.entries(attributes).map(attribute) };
}

function attribute([name, value]: [string, number | readonly number[]]): Message {
  return typeof value === "number" ? { 1: name, 3: value, 20: intAttribute } : { 1: name, 8: value, 20: intsAttribute };
}

function initializers({ classes, engine }: ExportSource): Message[] {
  const shapes = parameterShapes(classes);
  const scale = tensor("255", [], Float32Array.of(255));
  return [scale, ...parameterNames.map((name) => tensor(name, shapes[name], engine.parameters[name]))];
}

function tensor(name: string, shape: readonly number[], { buffer, byteOffset, byteLength }: Float32Array): Message {
  return { 1: shape, 2: float32, 8: name, 9: new Uint8Array(buffer, byteOffset, byteLength) };
}

/** @param shape of one example */
function value(name: string, type: number, shape: readonly number[], meaning?: string): Message {
  const sides = [{ 2: batch }, ...shape.map((side) => ({ 1: side }))];
  return { 1: name, 2: { 1: { 1: type, 2: { 1: sides } } }, ...(meaning === undefined ? {} : { 3: meaning }) };
}
