import { add, larger } from "./simd";

/**
 * 2x2 max pool, bias and ReLU of four images: y00 y01 / y10 y11 -> one vector, and one byte a lane for the pixel that
 * won: right * (won right) + below * (won below); 16 operations. With the strides of an image as `right` and `below`
 * the byte is an address for the backward pass. Of equal pixels the first wins.
 */
export function pool(
  y00: v128,
  y01: v128,
  y10: v128,
  y11: v128,
  bias: v128,
  output: usize,
  winner: usize,
  right: i32,
  below: i32,
): void {
  const top = larger(y00, y01);
  const bottom = larger(y10, y11);
  const isBelow = f32x4.gt(bottom, top);
  const isRight = v128.bitselect(f32x4.gt(y11, y10), f32x4.gt(y01, y00), isBelow);
  v128.store(output, larger(f32x4.splat(0), add(larger(top, bottom), bias)));
  const offset = v128.or(v128.and(isRight, i32x4.splat(right)), v128.and(isBelow, i32x4.splat(below)));
  const halves = i16x8.narrow_i32x4_s(offset, offset);
  v128.store_lane<u32>(winner, i8x16.narrow_i16x8_u(halves, halves), 0);
}
