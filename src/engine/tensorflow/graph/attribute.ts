import type { AttributeMessage, Protobuf, ShapeMessage } from "./protobuf.js";

/** Numbers of TensorFlow's DataType. */
export const dataTypes = { float32: 1, int32: 3, uint8: 4 } as const;
export type DataType = keyof typeof dataTypes;

/** -1: any size */
export type Shape = readonly number[];

/** A constant of the graph: little-endian, as in TensorFlow's memory. */
export interface Constant {
  readonly type: DataType;
  readonly shape: Shape;
  readonly values: Float32Array | Int32Array;
}

export type Attribute =
  | { readonly type: DataType }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly flag: boolean }
  | { readonly text: string }
  | { readonly shape: Shape }
  | { readonly constant: Constant };

export function encodeAttribute(protobuf: Protobuf, attribute: Attribute): AttributeMessage {
  const message = new protobuf.AttrValue();
  if ("type" in attribute) message.setType(dataTypes[attribute.type]);
  else if ("int" in attribute) message.setI(attribute.int);
  else if ("flag" in attribute) message.setB(attribute.flag);
  else if ("text" in attribute) message.setS(Buffer.from(attribute.text).toString("base64"));
  else if ("shape" in attribute) message.setShape(encodeShape(protobuf, attribute.shape));
  else if ("ints" in attribute) {
    const list = new protobuf.AttrValue.ListValue();
    list.setIList(attribute.ints);
    message.setList(list);
  } else {
    const { type, shape, values } = attribute.constant;
    const tensor = new protobuf.Tensor();
    tensor.setDtype(dataTypes[type]);
    tensor.setTensorShape(encodeShape(protobuf, shape));
    tensor.setTensorContent(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    message.setTensor(tensor);
  }
  return message;
}

function encodeShape(protobuf: Protobuf, shape: Shape): ShapeMessage {
  const message = new protobuf.TensorShape();
  for (const size of shape) {
    const dimension = new protobuf.TensorShape.Dim();
    dimension.setSize(size);
    message.addDim(dimension);
  }
  return message;
}
