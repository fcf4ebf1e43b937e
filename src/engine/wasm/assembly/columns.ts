import { floats, vectors } from "./simd";

/**
 * columns [24][28] vectors: each pixel with the three below it, for x from 4 on, where a kernel's last column falls.
 */
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
      const column = columns + vectors(y * 28 + x);
      v128.store(column, v128.shuffle<f64>(abLow, cdLow, 0, 2));
      v128.store(column, v128.shuffle<f64>(abLow, cdLow, 1, 3), 16);
      v128.store(column, v128.shuffle<f64>(abHigh, cdHigh, 0, 2), 32);
      v128.store(column, v128.shuffle<f64>(abHigh, cdHigh, 1, 3), 48);
    }
  }
}
