import { floats } from "./simd";

/**
 * The pools whose 6x6 patch of pixels is not blank: elsewhere conv1's weight gradient is zero, whatever comes back.
 * @param image uint8 [28][28]; rows [28] u32, scratch
 * @param list [144] of two u32: offset of the patch in a 28-wide image of floats, offset of the position in [144][10]
 *   floats
 * @returns the list's end
 */
export function listInked(image: usize, rows: usize, list: usize): usize {
  const zero = i8x16.splat(0);
  for (let y = 0; y < 28; y++) {
    const row = image + <usize>y * 28;
    const left = i8x16.bitmask(i8x16.ne(v128.load(row), zero));
    const right = i8x16.bitmask(i8x16.ne(v128.load(row, 12), zero));
    store<u32>(rows + floats(y), left | (right << 12));
  }
  for (let y = 0; y < 12; y++) {
    const row = rows + floats(2 * y);
    const upper = load<u32>(row) | load<u32>(row, 4) | load<u32>(row, 8);
    let ink = upper | load<u32>(row, 12) | load<u32>(row, 16) | load<u32>(row, 20);
    for (let x = 0; x < 12; x++) {
      store<u32>(list, y * 224 + x * 8);
      store<u32>(list, (y * 12 + x) * 40, 4);
      list += (<usize>((ink & 63) !== 0)) << 3;
      ink >>= 2;
    }
  }
  return list;
}
