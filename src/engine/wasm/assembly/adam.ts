import { add, floats, mul, sub } from "./simd";

/**
 * Adam on `count` floats (a multiple of four), PyTorch's form: m and v the decaying means,
 *
 *   p -= rate * m / (sqrt(v * correction) + epsilon)
 *
 * where rate is learning rate / (1 - beta1^t) and correction 1 / (1 - beta2^t). 13 operations a vector, and one for
 * every part of the gradient after the first.
 * @param gradient `parts` arrays, `stride` bytes apart, summed in order
 * @param coefficients beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon
 */
export function adam(
  parameter: usize,
  first: usize,
  second: usize,
  count: i32,
  gradient: usize,
  stride: usize,
  parts: i32,
  coefficients: usize,
): void {
  const beta1 = v128.load32_splat(coefficients);
  const rest1 = v128.load32_splat(coefficients, 4);
  const beta2 = v128.load32_splat(coefficients, 8);
  const rest2 = v128.load32_splat(coefficients, 12);
  const rate = v128.load32_splat(coefficients, 16);
  const correction = v128.load32_splat(coefficients, 20);
  const epsilon = v128.load32_splat(coefficients, 24);
  for (let i: usize = 0; i < floats(count); i += 16) {
    let g = v128.load(gradient + i);
    for (let part = 1; part < parts; part++) g = add(g, v128.load(gradient + i + <usize>part * stride));
    const m = add(mul(beta1, v128.load(first + i)), mul(rest1, g));
    const v = add(mul(beta2, v128.load(second + i)), mul(rest2, mul(g, g)));
    v128.store(first + i, m);
    v128.store(second + i, v);
    const step = f32x4.div(mul(rate, m), add(f32x4.sqrt(mul(v, correction)), epsilon));
    v128.store(parameter + i, sub(v128.load(parameter + i), step));
  }
}
