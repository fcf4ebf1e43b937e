import { decodeSafetensors, type Tensor } from "../../src/checkpoint/safetensors.js";
import { encodeSealed } from "../../src/checkpoint/seal.js";

export interface Forgery {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Record<string, string>;
}

/** A model with other contents and fitting digests: what another version of ohem might have written. */
export function forge(bytes: Uint8Array, change: (contents: Forgery) => void): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes, "model");
  const contents = { tensors: new Map(tensors), metadata: { ...metadata } };
  change(contents);
  return encodeSealed(contents.tensors, contents.metadata);
}

/** The length and the JSON of a file's header. */
export function headerOf(file: Uint8Array): Uint8Array {
  return file.subarray(0, 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)));
}

/** A file with this header, padded, and this many bytes of tensors. */
export function fileOf(header: string | Uint8Array, dataBytes = 0): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const length = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + length + dataBytes).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(json, 8);
  return file;
}
