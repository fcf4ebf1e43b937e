import { add, larger, mul, sub } from "./simd";

/**
 * exp and log of four lanes by the polynomials of Cephes (Stephen Moshier, single precision): within 2 units in the
 * last place, and the same bits everywhere, which no library function promises. exp takes x <= 0 and is clamped at
 * exp(-87); log takes normal positive numbers.
 */
export function exp4(x: v128): v128 {
  const clamped = larger(x, f32x4.splat(-87));
  const n = f32x4.floor(add(mul(clamped, f32x4.splat(Mathf.LOG2E)), f32x4.splat(0.5)));
  const r = sub(sub(clamped, mul(n, f32x4.splat(0.693359375))), mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = add(mul(p, r), f32x4.splat(1.3981999507e-3));
  p = add(mul(p, r), f32x4.splat(8.3334519073e-3));
  p = add(mul(p, r), f32x4.splat(4.1665795894e-2));
  p = add(mul(p, r), f32x4.splat(1.6666665459e-1));
  p = add(mul(p, r), f32x4.splat(5.0000001201e-1));
  const y = add(add(mul(p, mul(r, r)), r), f32x4.splat(1));
  const powerOfTwo = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return mul(y, powerOfTwo);
}

export function log4(x: v128): v128 {
  // x = mantissa * 2^exponent, mantissa in [sqrt(1/2), sqrt(2))
  let exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)));
  let mantissa = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(mantissa, f32x4.splat(Mathf.SQRT1_2));
  exponent = sub(exponent, v128.and(small, f32x4.splat(1)));
  mantissa = add(sub(mantissa, f32x4.splat(1)), v128.and(small, mantissa));
  const square = mul(mantissa, mantissa);
  let p = f32x4.splat(7.0376836292e-2);
  p = add(mul(p, mantissa), f32x4.splat(-1.151461031e-1));
  p = add(mul(p, mantissa), f32x4.splat(1.167699874e-1));
  p = add(mul(p, mantissa), f32x4.splat(-1.2420140846e-1));
  p = add(mul(p, mantissa), f32x4.splat(1.4249322787e-1));
  p = add(mul(p, mantissa), f32x4.splat(-1.6668057665e-1));
  p = add(mul(p, mantissa), f32x4.splat(2.0000714765e-1));
  p = add(mul(p, mantissa), f32x4.splat(-2.4999993993e-1));
  p = add(mul(p, mantissa), f32x4.splat(3.3333331174e-1));
  let y = mul(mul(p, mantissa), square);
  y = add(y, mul(exponent, f32x4.splat(-2.1219444e-4)));
  y = sub(y, mul(square, f32x4.splat(0.5)));
  return add(add(mantissa, y), mul(exponent, f32x4.splat(0.693359375)));
}
