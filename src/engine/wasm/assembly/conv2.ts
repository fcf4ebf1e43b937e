import { pool } from "./pool";
import { add, floats, mul, vectors } from "./simd";
import { Winograd } from "./winograd";

/**
 * conv2 5x5 10->20, bias, 2x2 max pool, ReLU, four images a vector: F(4x4, 5x5) in two dimensions, 64 products a tile
 * of 16 outputs and input channel instead of 400; 37 k vector operations an image, directly it would be 160 k. The 8x8
 * outputs are two rows of two tiles. One row of tiles at a time keeps its transformed input (20 KiB) in the first-level
 * cache, and the two tiles of a row lie side by side: with --experimental-wasm-revectorize V8 merges pairs of vectors,
 * and the products become 256 bits wide.
 *
 * @param input [12][12][10] vectors
 * @param filter [5][64 points][10 in][4 out] floats, from conv2Filter: output channels in groups of four
 * @param output [20][16] vectors
 * @param winner [20][16][4] bytes: offset of the winning pixel in a 12-wide map, in positions
 * @param scratch 32 KiB
 */
export function conv2(input: usize, filter: usize, bias: usize, output: usize, winner: usize, scratch: usize): void {
  const tiles = scratch; // [64 points][10 in][2 tiles] vectors
  const products = tiles + 64 * 10 * 2 * 16; // [64 points][4 out][2 tiles] vectors
  const rest = products + 64 * 2 * 4 * 16;
  for (let row = 0; row < 2; row++) {
    transformInput(input + vectors(row * 4 * 12 * 10), tiles, rest);
    for (let group = 0; group < 5; group++) {
      multiply(tiles, filter + floats(group * 64 * 10 * 4), products);
      for (let out = 0; out < 4; out++) {
        const channel = group * 4 + out;
        const b = v128.load32_splat(bias + floats(channel));
        for (let tile = 0; tile < 2; tile++) {
          const position = channel * 16 + row * 8 + tile * 2;
          transformOutput(
            products + vectors(out * 2 + tile),
            b,
            output + vectors(position),
            winner + floats(position),
            rest,
          );
        }
      }
    }
  }
}

/** Eight rows of the input [12][10] -> tiles [64][10][2]. `rest` holds one channel between the two axes, [8][12]. */
function transformInput(input: usize, tiles: usize, rest: usize): void {
  for (let channel = 0; channel < 10; channel++) {
    for (let x = 0; x < 12; x++) Winograd.input(input + vectors(x * 10), 1920, rest + vectors(x), 192);
    for (let row = 0; row < 8; row++) {
      const tile = tiles + vectors(row * 8 * 20);
      Winograd.input(rest + vectors(row * 12), 16, tile, 320);
      Winograd.input(rest + vectors(row * 12 + 4), 16, tile + 16, 320);
    }
    input += 16;
    tiles += 32;
  }
}

/**
 * At every point a 2x10 by 10x4 product: eight sums, and a loop over the input channels that is not unrolled (V8 spills
 * when it is).
 */
function multiply(tiles: usize, filter: usize, products: usize): void {
  for (let point = 0; point < 64; point++) {
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    const end = tiles + 320;
    while (tiles < end) {
      const a = v128.load(tiles);
      const b = v128.load(tiles, 16);
      let k = v128.load32_splat(filter);
      a0 = add(a0, mul(a, k));
      b0 = add(b0, mul(b, k));
      k = v128.load32_splat(filter, 4);
      a1 = add(a1, mul(a, k));
      b1 = add(b1, mul(b, k));
      k = v128.load32_splat(filter, 8);
      a2 = add(a2, mul(a, k));
      b2 = add(b2, mul(b, k));
      k = v128.load32_splat(filter, 12);
      a3 = add(a3, mul(a, k));
      b3 = add(b3, mul(b, k));
      tiles += 32;
      filter += 16;
    }
    v128.store(products, a0);
    v128.store(products, b0, 16);
    v128.store(products, a1, 32);
    v128.store(products, b1, 48);
    v128.store(products, a2, 64);
    v128.store(products, b2, 80);
    v128.store(products, a3, 96);
    v128.store(products, b3, 112);
    products += 128;
  }
}

/** The products of one tile and channel, 128 bytes a point -> 4x4 outputs -> 2x2 pooled. */
function transformOutput(products: usize, bias: v128, output: usize, winner: usize, rest: usize): void {
  for (let x = 0; x < 8; x++) Winograd.output(products + <usize>x * 128, 1024, rest + vectors(x), 128);
  const square = rest + 512; // [4][4]
  for (let y = 0; y < 4; y++) Winograd.output(rest + <usize>y * 128, 16, square + <usize>y * 64, 16);
  for (let y = 0; y < 2; y++) {
    for (let x = 0; x < 2; x++) {
      const corner = square + vectors(y * 8 + x * 2);
      pool(
        v128.load(corner),
        v128.load(corner, 16),
        v128.load(corner, 64),
        v128.load(corner, 80),
        bias,
        output + vectors(y * 4 + x),
        winner + floats(y * 4 + x),
        1,
        12,
      );
    }
  }
}
