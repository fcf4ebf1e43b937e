import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { JsonError, type JsonPlace, type ParsedJson, parseJson } from "../files/json.js";
import { jsonObject } from "../files/json-object.js";
import { ohemCommand } from "../files/ohem-command.js";
import { quoted } from "../files/quoted.js";

/**
 * The safetensors format: 8 bytes with the header's length (little-endian), a JSON header padded with spaces to a
 * multiple of 8, and the tensors' bytes (little-endian, row-major), without gaps.
 * https://huggingface.co/docs/safetensors
 */
export const dtypes = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
/** An element type that ohem writes and reads, by its name in the format. */
export type Dtype = keyof typeof dtypes;

export interface Tensor {
  /** [] for a single number; the product of the sides is the length of `data` */
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;
}

/** By name. */
export type Tensors = ReadonlyMap<string, Tensor>;

/** The header's key for the metadata: a map from text to text. */
const metadataKey = "__metadata__";

const alignment = 8;

/**
 * The bytes of a file. Tensors with wide elements come first, so that each is aligned.
 * @param describe makes the metadata, which may depend on the tensors' bytes
 */
export function encodeSafetensors(
  tensors: Tensors,
  describe: (data: Uint8Array) => Readonly<Record<string, string>>,
): Uint8Array {
  const wideFirst = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const data = new Uint8Array(wideFirst.reduce((bytes, [, tensor]) => bytes + tensor.data.byteLength, 0));
  const entries: [string, unknown][] = [];
  let offset = 0;
  for (const [name, { shape, data: elements }] of wideFirst) {
    const end = offset + elements.byteLength;
    data.set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength), offset);
    entries.push([name, { dtype: dtypeOf(elements), shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const header = encodeHeader(Object.fromEntries([[metadataKey, describe(data)], ...entries]));
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}

function encodeHeader(header: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  return bytes;
}

export function dtypeOf(data: Tensor["data"]): Dtype {
  return (Object.keys(dtypes) as Dtype[]).find((dtype) => data instanceof dtypes[dtype])!;
}

/** The format allows 100 MB; a thousand tensors fit in this. */
const maxHeaderBytes = 8 * 1024 * 1024;
const maxDimensions = 8;
const cutShort = "it is damaged or cut short; restore it from a copy, or train again";

const atLeastZero = "an integer >= 0";
const count = v.pipe(v.number(atLeastZero), v.safeInteger(atLeastZero), v.minValue(0, atLeastZero));
const tensorSchema = v.strictObject(
  {
    dtype: v.picklist(Object.keys(dtypes) as Dtype[], `one of ${Object.keys(dtypes).join(", ")}`),
    shape: v.pipe(v.array(count, "a list of sides"), v.maxLength(maxDimensions, `at most ${maxDimensions} sides`)),
    data_offsets: v.pipe(v.array(count, "two offsets"), v.length(2, "two offsets")),
  },
  "dtype, shape and data_offsets",
);
const metadataSchema = v.pipe(jsonObject("texts by name"), v.record(v.string(), v.string("a text")));
const headerSchema = v.objectWithRest({ [metadataKey]: v.optional(metadataSchema, {}) }, tensorSchema);
type TensorEntry = v.InferOutput<typeof tensorSchema>;

export interface SafetensorsFile {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
  /** the length and the header with its padding, as they are in the file */
  readonly header: Uint8Array;
  /** the tensors' bytes */
  readonly data: Uint8Array;
}

/**
 * Reads the bytes of a file. Nothing is allocated before the numbers that it depends on are checked against the file's
 * size.
 * @param file its name, for errors
 * @throws FileFormatError for a breach of the format's rules, and for element types that ohem does not know
 */
export function decodeSafetensors(content: Uint8Array, file: string): SafetensorsFile {
  // A plain view: slices of a Buffer are no copies.
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.length);
  const headerEnd = 8 + headerLength(bytes, file);
  const { json, byteOf } = parseHeader(bytes.subarray(8, headerEnd), file);
  const { success, issues, output } = v.safeParse(headerSchema, json.value);
  if (!success) {
    const path = pathOf(issues[0]);
    const field = path.join(".") || "header";
    throw new FileFormatError(file, field, describeIssue(issues[0]), byteOf(json.placeOf(path)));
  }
  const { [metadataKey]: metadata, ...entries } = output as { [metadataKey]: Record<string, string> };
  const data = bytes.subarray(headerEnd);
  const tensors = readTensors(entries as unknown as Record<string, TensorEntry>, data, file);
  return { tensors, metadata, header: bytes.subarray(0, headerEnd), data };
}

function headerLength(bytes: Uint8Array, file: string): number {
  if (bytes.length < 8) {
    throw new FileFormatError(file, "header length", `the file ends here: ${cutShort}`, bytes.length);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  // As text, eight bytes are a length of petabytes.
  if (length > maxHeaderBytes) throw new FileFormatError(file, "", `not a model file of ohem${asText(bytes, file)}`);
  const refuse = (problem: string, advice = "") =>
    new FileFormatError(file, "header length", `${problem}, got ${length}${advice}`, 0);
  if (Number(length) > bytes.length - 8) throw refuse(`the file ends after ${bytes.length} bytes`, `: ${cutShort}`);
  if (length % 8n !== 0n) throw refuse("not a model file of ohem; expected a multiple of 8");
  return Number(length);
}

/** What a file of text is, where it is one that another command reads. */
function asText(bytes: Uint8Array, file: string): string {
  const begin = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (!/^\s*\{/.test(begin)) return "";
  const isComparison = /"baseline":/.test(begin);
  return isComparison
    ? `, but a comparison: ${ohemCommand()} compare show ${quoted(file)} prints it`
    : ", but a JSON file";
}

/** @returns also a function from a place in the JSON to the byte of the file */
function parseHeader(header: Uint8Array, file: string): { json: ParsedJson; byteOf: (place: JsonPlace) => number } {
  const refuse = (problem: string, byte = 8) => new FileFormatError(file, "header", problem, byte);
  if (header[0] !== 0x7b) throw refuse('expected "{"');
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(header);
  } catch {
    throw refuse("expected UTF-8");
  }
  const byteOf = ({ offset }: JsonPlace) => 8 + Buffer.byteLength(text.slice(0, offset));
  try {
    return { json: parseJson(text), byteOf };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw refuse(error.message, byteOf(error.place));
  }
}

/** The tensors in the order of their bytes; each byte must belong to exactly one. */
function readTensors(entries: Record<string, TensorEntry>, data: Uint8Array, file: string): Tensors {
  const tensors = new Map<string, Tensor>();
  const inOrder = Object.entries(entries).sort(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  let offset = 0;
  for (const [name, { dtype, shape, data_offsets }] of inOrder) {
    const [begin, end] = data_offsets;
    const refuse = (field: string, problem: string) => new FileFormatError(file, `${name}.${field}`, problem);
    if (begin !== offset) throw refuse("data_offsets", `expected to begin at ${offset}, got ${begin}`);
    if (end > data.length) {
      throw refuse("data_offsets", `the file has ${data.length} bytes of tensors, got ${end}: ${cutShort}`);
    }
    const bytes = shape.reduce((product, side) => product * side, dtypes[dtype].BYTES_PER_ELEMENT);
    if (end - begin !== bytes) {
      throw refuse("data_offsets", `shape [${shape}] of ${dtype} takes ${bytes} bytes, got ${end - begin}`);
    }
    tensors.set(name, { shape, data: new dtypes[dtype](data.slice(begin, end).buffer) });
    offset = end;
  }
  if (offset !== data.length) {
    throw new FileFormatError(file, "tensors", `${data.length - offset} bytes belong to no tensor`);
  }
  return tensors;
}
