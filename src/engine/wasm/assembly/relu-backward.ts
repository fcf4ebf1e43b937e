import { add } from "./simd";

/**
 * conv1's ReLU backward, in place: gradient [144][10] becomes 0 where pooled [144][10] is 0; bias gradient
 * [10, 2 padding] += sums over the positions.
 */
export function reluBackward(pooled: usize, gradient: usize, biasGradient: usize): void {
  const zero = f32x4.splat(0);
  // Five vectors are two positions of ten channels.
  let s0 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  let s4 = zero;
  for (let i: usize = 0; i < 144 * 40; i += 80) {
    s0 = add(s0, maskVector(pooled + i, gradient + i));
    s1 = add(s1, maskVector(pooled + i + 16, gradient + i + 16));
    s2 = add(s2, maskVector(pooled + i + 32, gradient + i + 32));
    s3 = add(s3, maskVector(pooled + i + 48, gradient + i + 48));
    s4 = add(s4, maskVector(pooled + i + 64, gradient + i + 64));
  }
  s0 = add(s0, v128.shuffle<f32>(s2, s3, 2, 3, 4, 5));
  s1 = add(s1, v128.shuffle<f32>(s3, s4, 2, 3, 4, 5));
  s2 = add(s2, v128.shuffle<f32>(s4, zero, 2, 3, 4, 4));
  v128.store(biasGradient, add(v128.load(biasGradient), s0));
  v128.store(biasGradient, add(v128.load(biasGradient, 16), s1), 16);
  v128.store64_lane(biasGradient, add(v128.load64_zero(biasGradient, 32), s2), 0, 32);
}

function maskVector(pooled: usize, gradient: usize): v128 {
  const masked = v128.and(v128.load(gradient), f32x4.gt(v128.load(pooled), f32x4.splat(0)));
  v128.store(gradient, masked);
  return masked;
}
