/** One bit a flag, as base64: flag i is bit i % 8, counted from the lowest, of byte floor(i / 8). */
export function packBits(flags: ArrayLike<boolean | number>): string {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  for (let i = 0; i < flags.length; i++) if (flags[i]) bytes[i >> 3] |= 1 << (i & 7);
  return Buffer.from(bytes).toString("base64");
}

/** How many flags are set; undefined for a text that holds another number of flags. */
export function countBits(text: string, count: number): number | undefined {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== Math.ceil(count / 8)) return undefined;
  let set = 0;
  for (let rest of bytes) for (; rest > 0; rest &= rest - 1) set++;
  return set;
}

/** @returns [count] 0 or 1; undefined for a text that holds another number of flags */
export function unpackBits(text: string, count: number): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== Math.ceil(count / 8)) return undefined;
  const flags = new Uint8Array(count);
  for (let i = 0; i < count; i++) flags[i] = (bytes[i >> 3] >> (i & 7)) & 1;
  return flags;
}
