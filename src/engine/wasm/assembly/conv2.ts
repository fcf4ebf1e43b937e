import { pool } from "./pool";
import { conv2Stride } from "./shapes";
import { add, floats, mul, vectors } from "./simd";

/**
 * conv2 5x5 10->20, bias, 2x2 max pool, ReLU, direct, four images a vector.
 * @param input [12][12][10] vectors
 * @param weight [20][5][52], see shapes.ts: a row of a filter meets 50 contiguous vectors of the input
 * @param output [20][16] vectors; winner [20][16][4] bytes: offset of the winning pixel in a 12-wide map, in positions
 */
export function conv2(input: usize, weight: usize, bias: usize, output: usize, winner: usize): void {
  for (let channel = 0; channel < 20; channel++) {
    const b = v128.load32_splat(bias + floats(channel));
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 4; x++) {
        let y00 = f32x4.splat(0);
        let y01 = y00;
        let y10 = y00;
        let y11 = y00;
        for (let ky = 0; ky < 5; ky++) {
          let row = input + vectors(((2 * y + ky) * 12 + 2 * x) * 10);
          let w = weight + floats(channel * conv2Stride + ky * 52);
          for (let i = 0; i < 50; i++) {
            const tap = v128.load32_splat(w);
            y00 = add(y00, mul(tap, v128.load(row)));
            y01 = add(y01, mul(tap, v128.load(row, 160)));
            y10 = add(y10, mul(tap, v128.load(row, 1920)));
            y11 = add(y11, mul(tap, v128.load(row, 2080)));
            row += 16;
            w += 4;
          }
        }
        const position = channel * 16 + y * 4 + x;
        pool(y00, y01, y10, y11, b, output + vectors(position), winner + floats(position), 1, 12);
      }
    }
  }
}
