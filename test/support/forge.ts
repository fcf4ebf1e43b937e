import { decodeSafetensors, type SafetensorsFile } from "../../src/checkpoint/read-safetensors.js";
import { encodeSafetensors, type Tensor } from "../../src/checkpoint/safetensors.js";
import { openSeal, seal, sealKey, sha256 } from "../../src/checkpoint/seal.js";

export interface Forgery {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Record<string, string>;
}

/** Changes a checkpoint's contents as somebody would who knows its digests. */
export function forge(bytes: Uint8Array, change: (contents: Forgery) => void): Uint8Array {
  const { tensors, metadata }: SafetensorsFile = decodeSafetensors(bytes, "model");
  const contents = { tensors: new Map(tensors), metadata: { ...metadata } };
  change(contents);
  const file = encodeSafetensors(contents.tensors, (data) => ({
    ...contents.metadata,
    sha256: sha256(data),
    [sealKey]: openSeal,
  }));
  seal(headerOf(file));
  return file;
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
