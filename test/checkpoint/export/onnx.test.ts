import { expect, test } from "vitest";
import { encodeOnnx } from "../../../src/checkpoint/export/onnx.js";
import { parameterNames, parameterShapes } from "../../../src/model/net.js";
import { version } from "../../../src/version.js";
import { exampleCheckpoint } from "../../support/example-checkpoint.js";
import { decodeMessage, type Fields } from "../../support/protobuf.js";

const only = (fields: Fields, field: number) => fields[field][0];
const text = (fields: Fields, field: number) => String(only(fields, field));
const message = (fields: Fields, field: number) => decodeMessage(Buffer.from(only(fields, field) as Buffer));
const messages = (fields: Fields, field: number) => fields[field].map((value) => decodeMessage(value as Buffer));

test("version, operator set, and where the model comes from", () => {
  const model = decodeMessage(encodeOnnx(exampleCheckpoint(), false));
  expect([only(model, 1), text(model, 2), text(model, 3)]).toEqual([8, "ohem", version]);
  expect(model[8].map((value) => String(value))).toEqual(["\n\0\x10\x11"]);
  const metadata = messages(model, 14).map((entry) => [text(entry, 1), text(entry, 2)]);
  // trained on after its last evaluation, so it has no accuracy
  expect(Object.fromEntries(metadata)).toEqual({
    ohem_version: "1.2.3",
    data_sha256: "ab".repeat(32),
    loss: "selective-backprop:beta=2",
    seed: "7",
    step: "5",
    classes: "2",
  });
});

test("the accuracy that was measured at this step", () => {
  const { loop, ...rest } = exampleCheckpoint();
  const evaluations = [{ ...loop.evaluations[0], steps: loop.step }];
  const model = decodeMessage(encodeOnnx({ ...rest, loop: { ...loop, evaluations } }, false));
  expect(messages(model, 14).map((entry) => [text(entry, 1), text(entry, 2)])).toContainEqual([
    "test_accuracy",
    "0.9712",
  ]);
});

test.each([2, 10, 256])("of %i classes: every parameter bit by bit, in PyTorch's shape", (classes) => {
  const checkpoint = exampleCheckpoint({ classes });
  const tensors = messages(message(decodeMessage(encodeOnnx(checkpoint, false)), 7), 5);
  const found = new Map(tensors.map((tensor) => [text(tensor, 8), tensor]));
  expect([...found.keys()]).toEqual(["255", ...parameterNames]);
  for (const name of parameterNames) {
    const tensor = found.get(name)!;
    expect(tensor[1]).toEqual(parameterShapes(classes)[name]);
    expect(only(tensor, 2)).toBe(1);
    const { buffer } = new Uint8Array(only(tensor, 9) as Buffer);
    expect(Buffer.from(buffer).equals(Buffer.from(checkpoint.engine.parameters[name].buffer))).toBe(true);
  }
});

test("a batch of any size, uint8 in, logits out, probabilities where asked for", () => {
  const graph = (softmax: boolean) => message(decodeMessage(encodeOnnx(exampleCheckpoint(), softmax)), 7);
  expect(messages(graph(false), 11).map(described)).toEqual(["images 2 N,1,28,28"]);
  expect(messages(graph(false), 12).map(described)).toEqual(["logits 1 N,2"]);
  expect(messages(graph(true), 12).map(described)).toEqual(["logits 1 N,2", "probabilities 1 N,2"]);
  const operators = (softmax: boolean) => messages(graph(softmax), 1).map((node) => text(node, 4));
  const net = "Cast Div Conv MaxPool Relu Conv MaxPool Relu Flatten Gemm".split(" ");
  expect(operators(false)).toEqual(net);
  expect(operators(true)).toEqual([...net, "Softmax"]);
});

/** Name, element type and sides. */
function described(value: Fields): string {
  const tensor = message(message(value, 2), 1);
  const sides = messages(message(tensor, 2), 1).map((side) => (side[2] ? text(side, 2) : only(side, 1)));
  return `${text(value, 1)} ${only(tensor, 1)} ${sides}`;
}
