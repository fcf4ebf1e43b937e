/**
 * The safetensors format: 8 bytes with the header's length (little-endian), a JSON header padded with spaces to a multiple of 8, and the tensors' bytes
 * (little-endian, row-major), one after the other without gaps. https://huggingface.co/docs/safetensors
 */
export const dtypes = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
/** An element type, by its name in the format: those that ohem writes and reads. */
export type Dtype = keyof typeof dtypes;

export interface Tensor {
  /** [] for a single number; the product of the sides is the length of `data` */
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;
}

/** By name. */
export type Tensors = ReadonlyMap<string, Tensor>;

/** The header's key for what is no tensor: a map from text to text. */
export const metadataKey = "__metadata__";

const alignment = 8;

/**
 * A whole file. Tensors with wide elements come first, so that each is aligned.
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
