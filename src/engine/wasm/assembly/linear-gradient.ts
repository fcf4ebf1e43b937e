import { features } from "./shapes";
import { add, floats, mul } from "./simd";

/**
 * The linear layer's gradient for one class, summed over the selected examples in their order: 80 multiply-adds each.
 * @param deltas [batch][stride], the class's address; inputs [batch][320]; selected [count] u32: rows of both
 * @param weightGradient [320], out
 */
export function linearGradient(
  deltas: usize,
  stride: i32,
  inputs: usize,
  selected: usize,
  count: i32,
  weightGradient: usize,
): void {
  for (let i = 0; i < features; i += 16) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let k = 0; k < count; k++) {
      const example = load<i32>(selected + floats(k));
      const delta = v128.load32_splat(deltas + floats(example * stride));
      const input = inputs + floats(example * features + i);
      a = add(a, mul(delta, v128.load(input)));
      b = add(b, mul(delta, v128.load(input, 16)));
      c = add(c, mul(delta, v128.load(input, 32)));
      d = add(d, mul(delta, v128.load(input, 48)));
    }
    v128.store(weightGradient + floats(i), a);
    v128.store(weightGradient + floats(i), b, 16);
    v128.store(weightGradient + floats(i), c, 32);
    v128.store(weightGradient + floats(i), d, 48);
  }
}

/** The linear layer's bias gradient: deltas [batch][stride] summed over the selected -> [stride]. */
export function biasGradient(deltas: usize, stride: i32, selected: usize, count: i32, gradient: usize): void {
  memory.fill(gradient, 0, floats(stride));
  for (let k = 0; k < count; k++) {
    const delta = deltas + floats(load<i32>(selected + floats(k)) * stride);
    for (let c: usize = 0; c < floats(stride); c += 16) {
      v128.store(gradient + c, add(v128.load(gradient + c), v128.load(delta + c)));
    }
  }
}
