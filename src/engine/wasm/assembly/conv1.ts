import { pool } from "./pool";
import { add, floats, mul, vectors } from "./simd";
import { Winograd } from "./winograd";

/** A row of transformed tiles: [6][8 points] vectors. */
const rowBytes = 768;

/**
 * conv1 5x5 1->10, bias, 2x2 max pool, ReLU, four images a vector: F(4, 5) along x, direct along y. 10 products an
 * output instead of 25. 41 k vector operations an image, directly it would be 72 k.
 *
 * A block is eight rows of one channel, in tiles of four columns: five filter taps and eight rows of sums stay in the
 * registers, and all that the ten channels of a block touch (9 KiB of tiles, 10 KiB of outputs and winners) stays in
 * the first-level cache.
 *
 * @param input [28][28] vectors
 * @param filter [10][8 points][5 rows] floats, from conv1Filter
 * @param output [144][10] vectors
 * @param winner [144][10][4] bytes: offset of the winning pixel in a 28-wide image of floats
 * @param scratch 24 KiB
 */
export function conv1(input: usize, filter: usize, bias: usize, output: usize, winner: usize, scratch: usize): void {
  const products = scratch; // [8 rows][8 points] vectors
  const outputs = products + vectors(8 * 8); // [2 rows][4] vectors
  const tiles = outputs + vectors(2 * 4); // [28 rows][6][8 points] vectors
  for (let y = 0; y < 28; y++) {
    for (let tile = 0; tile < 6; tile++) {
      Winograd.input(input + vectors(y * 28 + tile * 4), 16, tiles + vectors((y * 6 + tile) * 8), 16);
    }
  }
  for (let block = 0; block < 3; block++) {
    for (let channel = 0; channel < 10; channel++) {
      const b = v128.load32_splat(bias + floats(channel));
      for (let tile = 0; tile < 6; tile++) {
        multiplyBlock(tiles + vectors((block * 8 * 6 + tile) * 8), filter + floats(channel * 8 * 5), products);
        for (let pair = 0; pair < 4; pair++) {
          const m = products + vectors(pair * 2 * 8);
          Winograd.output(m, 16, outputs, 16);
          Winograd.output(m + vectors(8), 16, outputs + vectors(4), 16);
          const position = ((block * 4 + pair) * 12 + tile * 2) * 10 + channel;
          poolBlock(outputs, b, output + vectors(position), winner + floats(position));
          poolBlock(outputs + vectors(2), b, output + vectors(position + 10), winner + floats(position + 10));
        }
      }
    }
  }
}

/**
 * products [8 rows][8 points] of one tile column: tiles, row by row 6 * 8 vectors apart, times the filter [8][5]. A
 * row's sum is stored before the next row is loaded: V8 would load everything first, and run out of registers.
 */
function multiplyBlock(tiles: usize, filter: usize, products: usize): void {
  for (let point = 0; point < 8; point++) {
    const k0 = v128.load32_splat(filter);
    const k1 = v128.load32_splat(filter, 4);
    const k2 = v128.load32_splat(filter, 8);
    const k3 = v128.load32_splat(filter, 12);
    const k4 = v128.load32_splat(filter, 16);
    const x0 = v128.load(tiles);
    const x1 = v128.load(tiles, rowBytes);
    const x2 = v128.load(tiles, 2 * rowBytes);
    const x3 = v128.load(tiles, 3 * rowBytes);
    const x4 = v128.load(tiles, 4 * rowBytes);
    v128.store(products, sum5(mul(x0, k0), mul(x1, k1), mul(x2, k2), mul(x3, k3), mul(x4, k4)));
    const x5 = v128.load(tiles, 5 * rowBytes);
    v128.store(products, sum5(mul(x1, k0), mul(x2, k1), mul(x3, k2), mul(x4, k3), mul(x5, k4)), 128);
    const x6 = v128.load(tiles, 6 * rowBytes);
    v128.store(products, sum5(mul(x2, k0), mul(x3, k1), mul(x4, k2), mul(x5, k3), mul(x6, k4)), 256);
    const x7 = v128.load(tiles, 7 * rowBytes);
    v128.store(products, sum5(mul(x3, k0), mul(x4, k1), mul(x5, k2), mul(x6, k3), mul(x7, k4)), 384);
    const x8 = v128.load(tiles, 8 * rowBytes);
    v128.store(products, sum5(mul(x4, k0), mul(x5, k1), mul(x6, k2), mul(x7, k3), mul(x8, k4)), 512);
    const x9 = v128.load(tiles, 9 * rowBytes);
    v128.store(products, sum5(mul(x5, k0), mul(x6, k1), mul(x7, k2), mul(x8, k3), mul(x9, k4)), 640);
    const x10 = v128.load(tiles, 10 * rowBytes);
    v128.store(products, sum5(mul(x6, k0), mul(x7, k1), mul(x8, k2), mul(x9, k3), mul(x10, k4)), 768);
    const x11 = v128.load(tiles, 11 * rowBytes);
    v128.store(products, sum5(mul(x7, k0), mul(x8, k1), mul(x9, k2), mul(x10, k3), mul(x11, k4)), 896);
    tiles += 16;
    products += 16;
    filter += 20;
  }
}

function sum5(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  return add(add(add(a, b), add(c, d)), e);
}

/** Two rows of four outputs, 64 bytes apart: pools the square at `y`. */
function poolBlock(y: usize, bias: v128, output: usize, winner: usize): void {
  pool(v128.load(y), v128.load(y, 16), v128.load(y, 64), v128.load(y, 80), bias, output, winner, 4, 112);
}
