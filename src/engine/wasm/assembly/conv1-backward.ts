import { add, floats, mul } from "./simd";

/** Closes conv1's ReLU: gradient [144][10] becomes 0 where pooled [144][10] is; bias gradient [10, 2 padding] += sums over the positions. */
export function maskClosed(pooled: usize, gradient: usize, biasGradient: usize): void {
  const zero = f32x4.splat(0);
  // Five vectors are two positions of ten channels.
  let s0 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  let s4 = zero;
  for (let i: usize = 0; i < 144 * 40; i += 80) {
    s0 = add(s0, maskVector(pooled + i, gradient + i));
    s1 = add(s1, maskVector(pooled + i + 16, gradient + i + 16));
    s2 = add(s2, maskVector(pooled + i + 32, gradient + i + 32));
    s3 = add(s3, maskVector(pooled + i + 48, gradient + i + 48));
    s4 = add(s4, maskVector(pooled + i + 64, gradient + i + 64));
  }
  s0 = add(s0, v128.shuffle<f32>(s2, s3, 2, 3, 4, 5));
  s1 = add(s1, v128.shuffle<f32>(s3, s4, 2, 3, 4, 5));
  s2 = add(s2, v128.shuffle<f32>(s4, zero, 2, 3, 4, 4));
  v128.store(biasGradient, add(v128.load(biasGradient), s0));
  v128.store(biasGradient, add(v128.load(biasGradient, 16), s1), 16);
  v128.store64_lane(biasGradient, add(v128.load64_zero(biasGradient, 32), s2), 0, 32);
}

function maskVector(pooled: usize, gradient: usize): v128 {
  const masked = v128.and(v128.load(gradient), f32x4.gt(v128.load(pooled), f32x4.splat(0)));
  v128.store(gradient, masked);
  return masked;
}

/**
 * The pools whose 6x6 patch of pixels is not blank: elsewhere conv1's weight gradient is zero, whatever comes back.
 * @param image uint8 [28][28]; rows [28] u32, scratch
 * @param list [144] of (offset of the patch in a 28-wide image of floats, offset of the position in [144][10] floats), u32 each
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

/** columns [24][28] vectors: each pixel with the three below it; columns 4 to 27, which are the ones that a kernel's last column meets. */
export function stackColumns(image: usize, columns: usize): void {
  for (let y = 0; y < 24; y++) {
    for (let x = 4; x < 28; x += 4) {
      const pixel = image + floats(y * 28 + x);
      const a = v128.load(pixel);
      const b = v128.load(pixel, 112);
      const c = v128.load(pixel, 224);
      const d = v128.load(pixel, 336);
      const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const column = columns + ((<usize>(y * 28 + x)) << 4);
      v128.store(column, v128.shuffle<f64>(abLow, cdLow, 0, 2));
      v128.store(column, v128.shuffle<f64>(abLow, cdLow, 1, 3), 16);
      v128.store(column, v128.shuffle<f64>(abHigh, cdHigh, 0, 2), 32);
      v128.store(column, v128.shuffle<f64>(abHigh, cdHigh, 1, 3), 48);
    }
  }
}

/**
 * conv1's weight gradient of one image, added: the 25 taps are seven vectors (five rows of four, the last column's upper four, the last tap), held in
 * registers over the inked pools: 7 multiply-adds a pool and channel.
 * @param outputGradient [144][10], masked; winner [144][10][4] bytes, the lane's address
 * @param image [28][28] floats; columns as stackColumns left them; list, end of listInked; gradient [10][28]
 */
export function conv1WeightGradient(
  outputGradient: usize,
  winner: usize,
  image: usize,
  columns: usize,
  list: usize,
  end: usize,
  gradient: usize,
): void {
  for (let channel = 0; channel < 10; channel++) {
    let s0 = v128.load(gradient);
    let s1 = v128.load(gradient, 16);
    let s2 = v128.load(gradient, 32);
    let s3 = v128.load(gradient, 48);
    let s4 = v128.load(gradient, 64);
    let s5 = v128.load(gradient, 80);
    let s6 = v128.load(gradient, 96);
    for (let entry = list; entry < end; entry += 8) {
      const position = <usize>load<u32>(entry, 4);
      const offset = <usize>load<u32>(entry) + <usize>load<u8>(winner + position);
      const g = v128.load32_splat(outputGradient + position);
      const pixel = image + offset;
      s0 = add(s0, mul(g, v128.load(pixel)));
      s1 = add(s1, mul(g, v128.load(pixel, 112)));
      s2 = add(s2, mul(g, v128.load(pixel, 224)));
      s3 = add(s3, mul(g, v128.load(pixel, 336)));
      s4 = add(s4, mul(g, v128.load(pixel, 448)));
      s5 = add(s5, mul(g, v128.load(columns + (offset << 2), 64)));
      s6 = add(s6, mul(g, v128.load32_zero(pixel, 464)));
    }
    v128.store(gradient, s0);
    v128.store(gradient, s1, 16);
    v128.store(gradient, s2, 32);
    v128.store(gradient, s3, 48);
    v128.store(gradient, s4, 64);
    v128.store(gradient, s5, 80);
    v128.store(gradient, s6, 96);
    gradient += 112;
    outputGradient += 4;
    winner += 4;
  }
}
