import { createHash } from "node:crypto";

/** The metadata's key for the SHA-256 of the whole header, taken with zeros in place of this text. */
export const sealKey = "header_sha256";
export const openSeal = "0".repeat(64);

const encoder = new TextEncoder();

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Writes the header's SHA-256 into it: `header` is the file's beginning, and its metadata has an open seal. */
export function seal(header: Uint8Array): void {
  header.set(encoder.encode(sha256(header)), sealOffset(header, openSeal));
}

/** Whether the header is byte for byte what was sealed. */
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
