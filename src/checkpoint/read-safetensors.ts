import * as v from "valibot";
import { describeIssue, pathOf } from "../errors/describe-issue.js";
import { FileFormatError } from "../errors/errors.js";
import { JsonError, type JsonPlace, type ParsedJson, parseJson } from "../files/json.js";
import { jsonObject } from "../files/json-object.js";
import { type Dtype, dtypes, metadataKey, type Tensor, type Tensors } from "./safetensors.js";

/** The format allows 100 MB; a thousand tensors fit in this. */
const maxHeaderBytes = 8 * 1024 * 1024;
const maxDimensions = 8;
const cutShort = "it is damaged or cut short; restore it from a copy, or train anew";

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
 * Reads what a safetensors file holds; nothing is allocated before the numbers that it depends on were checked against the file's size.
 * @param file its name, for errors
 * @throws FileFormatError for whatever breaks the format's rules, and for element types that ohem does not know
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
  if (bytes.length < 8)
    throw new FileFormatError(file, "header length", `the file ends here: ${cutShort}`, bytes.length);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const refuse = (problem: string, advice = "") =>
    new FileFormatError(file, "header length", `${problem}, got ${length}${advice}`, 0);
  if (length > maxHeaderBytes) throw refuse(`not a model file of ohem; expected at most ${maxHeaderBytes}`);
  if (Number(length) > bytes.length - 8) throw refuse(`the file ends after ${bytes.length} bytes`, `: ${cutShort}`);
  if (length % 8n !== 0n) throw refuse("not a model file of ohem; expected a multiple of 8");
  return Number(length);
}

/** @returns also the byte of the file at which a place of the JSON lies */
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

/** The tensors in the order of their bytes, which must be theirs alone and leave none over. */
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
    if (end > data.length)
      throw refuse("data_offsets", `the file has ${data.length} bytes of tensors, got ${end}: ${cutShort}`);
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
