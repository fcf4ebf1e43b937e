import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";
import type { Random } from "../../../src/random.js";

/** Flips one random bit of a file while `act` runs. @param act is given the offset of the byte */
export async function withFlippedBit(
  file: string,
  random: Random,
  act: (offset: number) => Promise<void>,
): Promise<void> {
  const bit = random.integer(statSync(file).size * 8);
  const offset = bit >> 3;
  flip(file, offset, bit & 7);
  try {
    await act(offset);
  } finally {
    flip(file, offset, bit & 7);
  }
}

function flip(file: string, offset: number, bit: number): void {
  const handle = openSync(file, "r+");
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, offset);
  byte[0] = byte[0] ^ (1 << bit);
  writeSync(handle, byte, 0, 1, offset);
  closeSync(handle);
}
