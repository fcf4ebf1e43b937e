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

/** @returns own - reference of the flags that differ, 1 or -1, by their index, ascending */
export function differenceOfBits(own: string, reference: string): Map<number, number> {
  const [ones, others] = [Buffer.from(own, "base64"), Buffer.from(reference, "base64")];
  const found = new Map<number, number>();
  for (let i = 0; i < ones.length; i++) {
    // Byte by byte, as few differ: a comparison of thousands of trials has a hundred million flags.
    for (let rest = ones[i] ^ others[i]; rest > 0; rest &= rest - 1) {
      const lowest = rest & -rest;
      found.set(8 * i + Math.log2(lowest), ones[i] & lowest ? 1 : -1);
    }
  }
  return found;
}
