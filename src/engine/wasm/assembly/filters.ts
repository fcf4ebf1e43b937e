import { conv1Stride, conv2RowStride, conv2Stride } from "./shapes";
import { floats } from "./simd";
import { Winograd } from "./winograd";

/**
 * The filters for the forward pass, evaluated at the points of F(4, 5). They depend only on the parameters, and are
 * recomputed after every step.
 */

/** conv1 weight [10][28] (shapes.ts) -> [10][8 points][5 rows]; `scratch` 13 vectors. */
export function conv1Filter(weight: usize, filter: usize, scratch: usize): void {
  for (let channel = 0; channel < 10; channel++) {
    const from = weight + floats(channel * conv1Stride);
    const to = filter + floats(channel * 40);
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < 4; column++)
        store<f32>(scratch + floats(column * 4), load<f32>(from + floats(row * 4 + column)));
      store<f32>(scratch + 64, load<f32>(from + floats(20 + row)));
      Winograd.filter(scratch, 16, scratch + 80, 16);
      for (let point = 0; point < 8; point++)
        store<f32>(to + floats(point * 5 + row), load<f32>(scratch + 80 + floats(point * 4)));
    }
  }
}

/**
 * conv2 weight of four output channels [4][5][52] -> [64 points][10 in][4 out]; `scratch` 48 vectors. Four input
 * channels a vector; the third vector is two channels and two that are not stored.
 */
export function conv2Filter(weight: usize, filter: usize, scratch: usize): void {
  const points = scratch + 40 * 16;
  for (let out = 0; out < 4; out++) {
    for (let part = 0; part < 3; part++) {
      const from = weight + floats(out * conv2Stride + part * 4);
      for (let column = 0; column < 5; column++) {
        Winograd.filter(from + floats(column * 10), floats(conv2RowStride), scratch + ((<usize>column) << 4), 80);
      }
      for (let row = 0; row < 8; row++) {
        Winograd.filter(scratch + <usize>row * 80, 16, points, 16);
        for (let column = 0; column < 8; column++) {
          const to = filter + floats(((row * 8 + column) * 10 + part * 4) * 4 + out);
          const values = v128.load(points + ((<usize>column) << 4));
          v128.store_lane<f32>(to, values, 0);
          v128.store_lane<f32>(to, values, 1, 16);
          if (part === 2) continue;
          v128.store_lane<f32>(to, values, 2, 32);
          v128.store_lane<f32>(to, values, 3, 48);
        }
      }
    }
  }
}
