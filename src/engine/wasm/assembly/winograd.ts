import { add, mul, sub } from "./simd";

/**
 * Minimal filtering F(4, 5): four outputs of a five-tap filter from eight inputs with eight products instead of twenty
 * (Winograd 1980; Cook-Toom with the points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity). Inputs and filters are evaluated
 * at the points and multiplied there, and the products are interpolated:
 *
 *   y = A (G g * B d), d [8] inputs, g [5] taps, y[i] = sum over k of g[k] d[i + k]
 *
 * Points come in pairs +-p that share an even and an odd half. The pairs +-2 and +-1/2 are scaled by powers of two, and
 * their filters back, so that the transforms of inputs and outputs get by with the factors 4 and 5. In two dimensions
 * everything is done once along each axis.
 *
 * Static methods, because the decorator that makes the compiler inline them is legal TypeScript only on methods.
 */
export class Winograd {
  /** B: eight vectors, `stride` bytes apart -> eight values at the points, `to` bytes apart. 36 operations */
  @inline
  static input(d: usize, stride: usize, v: usize, to: usize): void {
    const d0 = v128.load(d);
    const d1 = v128.load(d + stride);
    const d2 = v128.load(d + 2 * stride);
    const d3 = v128.load(d + 3 * stride);
    const d4 = v128.load(d + 4 * stride);
    const d5 = v128.load(d + 5 * stride);
    const d6 = v128.load(d + 6 * stride);
    const d7 = v128.load(d + 7 * stride);
    v128.store(v, add(sub(d0, d6), mul(f32x4.splat(5.25), sub(d4, d2))));
    v128.store(v + 7 * to, add(sub(d7, d1), mul(f32x4.splat(5.25), sub(d3, d5))));

    let even = sub(add(d2, d6), mul(f32x4.splat(4.25), d4));
    let odd = sub(add(d1, d5), mul(f32x4.splat(4.25), d3));
    v128.store(v + to, add(even, odd));
    v128.store(v + 2 * to, sub(even, odd));

    const four = f32x4.splat(4);
    const d3times5 = mul(f32x4.splat(5), d3);
    const d4times5 = mul(f32x4.splat(5), d4);
    even = add(sub(d2, d4times5), mul(four, d6));
    odd = add(sub(d1, d3times5), mul(four, d5));
    odd = add(odd, odd);
    v128.store(v + 3 * to, add(even, odd));
    v128.store(v + 4 * to, sub(even, odd));

    even = add(sub(d6, d4times5), mul(four, d2));
    even = add(even, even);
    odd = add(sub(d5, d3times5), mul(four, d1));
    v128.store(v + 5 * to, add(even, odd));
    v128.store(v + 6 * to, sub(even, odd));
  }

  /** A: eight products, `stride` bytes apart -> four outputs, `to` bytes apart. 22 operations */
  @inline
  static output(m: usize, stride: usize, y: usize, to: usize): void {
    const m1 = v128.load(m + stride);
    const m2 = v128.load(m + 2 * stride);
    const even1 = add(m1, m2);
    const odd1 = sub(m1, m2);
    const m3 = v128.load(m + 3 * stride);
    const m4 = v128.load(m + 4 * stride);
    const even2 = add(m3, m4);
    const odd2 = sub(m3, m4);
    const m5 = v128.load(m + 5 * stride);
    const m6 = v128.load(m + 6 * stride);
    const even3 = add(m5, m6);
    const odd3 = sub(m5, m6);
    const four = f32x4.splat(4);
    const twiceEven3 = add(even3, even3);
    const twiceOdd2 = add(odd2, odd2);
    v128.store(y, add(add(v128.load(m), even1), add(even2, mul(four, twiceEven3))));
    v128.store(y + to, add(odd1, add(twiceOdd2, mul(four, odd3))));
    v128.store(y + 2 * to, add(even1, add(mul(four, even2), twiceEven3)));
    v128.store(y + 3 * to, add(add(odd1, v128.load(m + 7 * stride)), add(mul(four, twiceOdd2), odd3)));
  }

  /** G: five taps, four filters a vector, `stride` bytes apart -> eight values at the points, `to` bytes apart */
  @inline
  static filter(g: usize, stride: usize, u: usize, to: usize): void {
    const g0 = v128.load(g);
    const g1 = v128.load(g + stride);
    const g2 = v128.load(g + 2 * stride);
    const g3 = v128.load(g + 3 * stride);
    const g4 = v128.load(g + 4 * stride);
    v128.store(u, g0);
    v128.store(u + 7 * to, g4);
    let scale = f32x4.splat(-2.0 / 9.0);
    let even = add(add(g0, g2), g4);
    let odd = add(g1, g3);
    v128.store(u + to, mul(scale, add(even, odd)));
    v128.store(u + 2 * to, mul(scale, sub(even, odd)));
    const four = f32x4.splat(4);
    scale = f32x4.splat(1.0 / 360.0);
    even = add(g0, mul(four, add(g2, mul(four, g4))));
    odd = mul(f32x4.splat(2), add(g1, mul(four, g3)));
    v128.store(u + 3 * to, mul(scale, add(even, odd)));
    v128.store(u + 4 * to, mul(scale, sub(even, odd)));
    const quarter = f32x4.splat(0.25);
    scale = f32x4.splat(2.0 / 45.0);
    even = add(g0, mul(quarter, add(g2, mul(quarter, g4))));
    odd = mul(f32x4.splat(0.5), add(g1, mul(quarter, g3)));
    v128.store(u + 5 * to, mul(scale, add(even, odd)));
    v128.store(u + 6 * to, mul(scale, sub(even, odd)));
  }
}
