/** Short names for the four-lane operations that every kernel is made of. */
export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

export function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

/** The larger lane; a NaN in `b` stays (f32x4.max would cost three instructions on x86). */
export function larger(a: v128, b: v128): v128 {
  return f32x4.pmax(b, a);
}

/** Byte offset of element `i` of an array of floats, and of an array of vectors. */
export function floats(i: i32): usize {
  return (<usize>i) << 2;
}

export function vectors(i: i32): usize {
  return (<usize>i) << 4;
}
