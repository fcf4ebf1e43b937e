import { createHash } from "node:crypto";
import { encodeSafetensors, type Tensors } from "./safetensors.js";

/** The metadata's key for the SHA-256 of the whole header, taken with zeros in place of this text. */
export const sealKey = "header_sha256";
const openSeal = "0".repeat(64);

const encoder = new TextEncoder();

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A safetensors file whose metadata has the SHA-256 of the tensors' bytes and of the header. */
export function encodeSealed(tensors: Tensors, metadata: Readonly<Record<string, string>>): Uint8Array {
  let dataBytes = 0;
  const file = encodeSafetensors(tensors, (data) => {
    dataBytes = data.length;
    return { ...metadata, sha256: sha256(data), [sealKey]: openSeal };
  });
  const header = file.subarray(0, file.length - dataBytes);
  header.set(encoder.encode(sha256(header)), sealOffset(header, openSeal));
  return file;
}

/** Whether the header is byte for byte as it was sealed. */
export function isSealed(header: Uint8Array, digest: string): boolean {
  const offset = sealOffset(header, digest);
  if (offset < 0 || digest.length !== openSeal.length) return false;
  const open = header.slice();
  open.set(encoder.encode(openSeal), offset);
  return sha256(open) === digest;
}

function sealOffset(header: Uint8Array, digest: string): number {
  const prefix = `"${sealKey}":"`;
  const offset = Buffer.from(header.buffer, header.byteOffset, header.length).indexOf(`${prefix}${digest}"`);
  return offset < 0 ? -1 : offset + prefix.length;
}
