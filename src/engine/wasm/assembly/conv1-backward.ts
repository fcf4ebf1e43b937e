import { add, mul } from "./simd";

/**
 * conv1's weight gradient of one image, added: the 25 taps are seven vectors (five rows of four, the last column's
 * upper four, the last tap), held in registers over the inked pools: 7 multiply-adds a pool and channel.
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
