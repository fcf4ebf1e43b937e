import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../src/checkpoint/safetensors.js";
import { FileFormatError } from "../../src/errors/errors.js";
import { fileOf, headerOf } from "../support/forge.js";

const decode = (bytes: Uint8Array) => decodeSafetensors(bytes, "some.safetensors");

test("what is written is read again: every type, any number of dimensions, and the metadata", () => {
  const tensors = new Map<string, Tensor>([
    ["bytes", { shape: [3], data: Uint8Array.of(1, 2, 255) }],
    ["number", { shape: [], data: Float32Array.of(-0) }],
    ["matrix", { shape: [2, 2], data: Float64Array.of(5e-324, Number.NaN, Number.POSITIVE_INFINITY, -1) }],
    ["nothing", { shape: [4, 0], data: new Float32Array(0) }],
    ["integers", { shape: [1, 1, 1, 1, 1, 1, 1, 2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) }],
    ['zoë \u{1f600} "\\', { shape: [1], data: Uint32Array.of(2 ** 32 - 1) }],
  ]);
  const file = encodeSafetensors(tensors, (data) => ({ bytes: String(data.length), umlaut: "ü\n" }));
  const { tensors: read, metadata, header, data } = decode(file);
  expect(new Map([...read].sort())).toEqual(new Map([...tensors].sort()));
  expect(Object.is(read.get("number")!.data[0], -0)).toBe(true);
  expect(metadata).toEqual({ bytes: "51", umlaut: "ü\n" });
  expect(header.length % 8).toBe(0);
  expect(data.length).toBe(51);
});

test("the bytes are those that the format prescribes", () => {
  const file = encodeSafetensors(new Map([["a", { shape: [2], data: Float32Array.of(1, -2) }]]), () => ({ k: "v" }));
  const json = '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
  const padded = json.padEnd(Math.ceil(json.length / 8) * 8);
  const expected = [padded.length, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from(padded), 0, 0, 128, 63, 0, 0, 0, 192];
  expect([...file]).toEqual(expected);
});

test("a view into a larger buffer is written as what it shows, and read bytes may lie anywhere", () => {
  const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
  const file = encodeSafetensors(new Map([["view", { shape: [2], data }]]), () => ({}));
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  expect(decode(shifted.subarray(3)).tensors.get("view")!.data).toEqual(Float32Array.of(1, 2));
});

test("a file without metadata and a header whose entries are in another order are fine", () => {
  const b = '"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}';
  const a = '"a":{"shape":[2],"data_offsets":[0,2],"dtype":"U8"}';
  expect([...decode(fileOf(`{${b},${a}}`, 3)).tensors.keys()]).toEqual(["a", "b"]);
  expect(decode(fileOf("{}")).tensors.size).toBe(0);
});

const tensor = (entry: object) => JSON.stringify({ t: { dtype: "U8", shape: [4], data_offsets: [0, 4], ...entry } });
const two = (first: [number, number], second: [number, number]) =>
  JSON.stringify({
    a: { dtype: "U8", shape: [first[1] - first[0]], data_offsets: first },
    b: { dtype: "U8", shape: [second[1] - second[0]], data_offsets: second },
  });

test.each([
  ["not an object", "[]", 'header at byte 8: expected "{"'],
  ["space before the object", " {}", 'header at byte 8: expected "{"'],
  ["JSON that ends early", '{"a":', "header at byte 16: not JSON"],
  ["more after the object", "{} {}", "header at byte 11: not JSON"],
  ["a byte order mark", Buffer.from("\ufeff{}"), 'expected "{"'],
  ["no UTF-8", Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d), "expected UTF-8"],
  ["a tensor twice", `${tensor({}).slice(0, -1)},${tensor({}).slice(1)}`, 'key "t" comes twice'],
  ["metadata twice", '{"__metadata__":{},"__metadata__":{}}', 'key "__metadata__" comes twice'],
  ["a key twice in a tensor", tensor({}).replace('"dtype"', '"shape":[4],"dtype"'), 'key "shape" comes twice'],
  ["a prototype's name", '{"__proto__":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}', "is not allowed"],
  ["metadata that is no object", '{"__metadata__":[]}', "__metadata__ at byte 9: expected texts by name, got []"],
  ["metadata that is no text", '{"__metadata__":{"step":3}}', "__metadata__.step at byte 25: expected a text, got 3"],
  [
    "an unknown type",
    tensor({ dtype: "F16" }),
    't.dtype at byte 14: expected one of F64, F32, I32, U32, U8, got "F16"',
  ],
  ["a type that is no text", tensor({ dtype: 3 }), "t.dtype"],
  ["no type", tensor({ dtype: undefined }), "t.dtype"],
  ["an unknown key", tensor({ stride: 1 }), "unknown key stride"],
  ["no shape", tensor({ shape: undefined }), "t.shape"],
  ["a negative side", tensor({ shape: [-4] }), "expected an integer >= 0, got -4"],
  ["a fraction of a side", tensor({ shape: [0.5] }), "expected an integer >= 0, got 0.5"],
  ["a side beyond all integers", tensor({ shape: [1e300] }), "expected an integer >= 0"],
  ["sides whose product is beyond all integers", tensor({ shape: [9e15, 9e15] }), "t.data_offsets"],
  ["too many sides", tensor({ shape: [4, 1, 1, 1, 1, 1, 1, 1, 1] }), "at most 8 sides"],
  ["a shape that does not fill the bytes", tensor({ shape: [3] }), "shape [3] of U8 takes 3 bytes, got 4"],
  ["one offset", tensor({ data_offsets: [0] }), "expected two offsets, got [0]"],
  ["three offsets", tensor({ data_offsets: [0, 4, 4] }), "expected two offsets, got [0,4,4]"],
  ["a negative offset", tensor({ data_offsets: [-4, 0] }), "expected an integer >= 0, got -4"],
  ["an end before the beginning", tensor({ data_offsets: [4, 0] }), "expected to begin at 0, got 4"],
  [
    "an end after the file's",
    tensor({ shape: [5], data_offsets: [0, 5] }),
    "the file has 4 bytes of tensors, got 5: it is damaged or cut short; restore it",
  ],
  ["a hole at the beginning", tensor({ shape: [3], data_offsets: [1, 4] }), "expected to begin at 0, got 1"],
  ["bytes left over", tensor({ shape: [3], data_offsets: [0, 3] }), "1 bytes belong to no tensor"],
  ["a hole in the middle", two([0, 1], [2, 4]), "b.data_offsets: expected to begin at 1, got 2"],
  ["an overlap", two([0, 3], [2, 4]), "b.data_offsets: expected to begin at 3, got 2"],
  ["the same bytes twice", two([0, 4], [0, 4]), "b.data_offsets: expected to begin at 4, got 0"],
  [
    "an offset is given in bytes, whatever the characters",
    '{"ü€":{"dtype":"U8","shape":[4],"data_offsets":[0,5]}',
    "at byte 64: not JSON",
  ],
  ["deep nesting", `{"t":${"[".repeat(1000)}`, "nested deeper than 16"],
])("refused: %s", (_, header, says) => {
  const read = () => decode(fileOf(header, 4));
  expect(read).toThrow(FileFormatError);
  expect(read).toThrow("some.safetensors: ");
  expect(read).toThrow(says);
});

test.each([
  ["nothing", new Uint8Array(0), "header length at byte 0: the file ends here"],
  ["seven bytes", new Uint8Array(7), "header length at byte 7: the file ends here: it is damaged or cut short"],
  ["an empty header", new Uint8Array(8), 'header at byte 8: expected "{"'],
  [
    "a header beyond the file",
    fileOf("{}").subarray(0, 15),
    "header length at byte 0: the file ends after 15 bytes, got 8: it is damaged or cut short",
  ],
  ["a header of 2^64 - 1 bytes", new Uint8Array(64).fill(255), "not a model file of ohem"],
  [
    "some other file",
    new TextEncoder().encode("PK\u0003\u0004 and what else a zip file has"),
    "not a model file of ohem",
  ],
  [
    "a header that is not aligned",
    withLength(fileOf("{}", 1), 9),
    "not a model file of ohem; expected a multiple of 8, got 9",
  ],
])("refused: %s", (_, bytes, says) => {
  expect(() => decode(bytes)).toThrow(FileFormatError);
  expect(() => decode(bytes)).toThrow(says);
});

test("a header of every length is padded with spaces to a multiple of eight", () => {
  for (let length = 0; length < 16; length++) {
    const file = encodeSafetensors(new Map(), () => ({ name: "x".repeat(length) }));
    expect(file.length % 8).toBe(0);
    expect(new TextDecoder().decode(headerOf(file).subarray(8))).toMatch(/^\{"__metadata__":\{"name":"x*"\}\} {0,7}$/);
  }
});

function withLength(file: Uint8Array, length: number): Uint8Array {
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  return file;
}
