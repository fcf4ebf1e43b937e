import { pool } from "./pool";
import { conv1Stride } from "./shapes";
import { add, floats, mul, vectors } from "./simd";

/**
 * conv1 5x5 1->10, bias, 2x2 max pool, ReLU, direct, four images a vector: 72 k vector multiply-adds an image... a pack holds four.
 * @param input [28][28] vectors
 * @param weight [10][28], see shapes.ts
 * @param output [144][10] vectors; winner [144][10][4] bytes: offset of the winning pixel in a 28-wide image of floats
 */
export function conv1(input: usize, weight: usize, bias: usize, output: usize, winner: usize): void {
  for (let channel = 0; channel < 10; channel++) {
    const taps = weight + floats(channel * conv1Stride);
    const b = v128.load32_splat(bias + floats(channel));
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        let y00 = f32x4.splat(0);
        let y01 = y00;
        let y10 = y00;
        let y11 = y00;
        for (let ky = 0; ky < 5; ky++) {
          for (let kx = 0; kx < 5; kx++) {
            const w = v128.load32_splat(taps + floats(kx < 4 ? ky * 4 + kx : 20 + ky));
            const pixel = input + vectors((2 * y + ky) * 28 + 2 * x + kx);
            y00 = add(y00, mul(w, v128.load(pixel)));
            y01 = add(y01, mul(w, v128.load(pixel, 16)));
            y10 = add(y10, mul(w, v128.load(pixel, 28 * 16)));
            y11 = add(y11, mul(w, v128.load(pixel, 29 * 16)));
          }
        }
        const position = (y * 12 + x) * 10 + channel;
        pool(y00, y01, y10, y11, b, output + vectors(position), winner + floats(position), 4, 112);
      }
    }
  }
}
