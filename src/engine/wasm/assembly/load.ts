import { mul } from "./simd";

/**
 * Four images uint8 [784] each -> [784] vectors, one image a lane, times 1/255. Byte shuffles interleave the images, 16
 * pixels at a time.
 */
export function loadFour(a: usize, b: usize, c: usize, d: usize, output: usize): void {
  for (let i: usize = 0; i < 784; i += 16) {
    const pa = v128.load(a + i);
    const pb = v128.load(b + i);
    const pc = v128.load(c + i);
    const pd = v128.load(d + i);
    const abLow = v128.shuffle<u8>(pa, pb, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const abHigh = v128.shuffle<u8>(pa, pb, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const cdLow = v128.shuffle<u8>(pc, pd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const cdHigh = v128.shuffle<u8>(pc, pd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const pixels = output + (i << 4);
    storePixels(v128.shuffle<u16>(abLow, cdLow, 0, 8, 1, 9, 2, 10, 3, 11), pixels);
    storePixels(v128.shuffle<u16>(abLow, cdLow, 4, 12, 5, 13, 6, 14, 7, 15), pixels + 64);
    storePixels(v128.shuffle<u16>(abHigh, cdHigh, 0, 8, 1, 9, 2, 10, 3, 11), pixels + 128);
    storePixels(v128.shuffle<u16>(abHigh, cdHigh, 4, 12, 5, 13, 6, 14, 7, 15), pixels + 192);
  }
}

/** One image uint8 [784] -> floats [784], times 1/255. */
export function loadOne(image: usize, output: usize): void {
  for (let i: usize = 0; i < 784; i += 16) storePixels(v128.load(image + i), output + (i << 2));
}

/** Bytes are never negative as integers, and converting signed integers is one instruction, unsigned ones seven. */
function storePixels(bytes: v128, output: usize): void {
  const scale = f32x4.splat(1.0 / 255.0);
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(output, mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)), scale), 0);
  v128.store(output, mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), scale), 16);
  v128.store(output, mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), scale), 32);
  v128.store(output, mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), scale), 48);
}
