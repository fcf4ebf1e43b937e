import { gatherLane } from "./gather";
import { features } from "./shapes";
import { add, floats, mul, vectors } from "./simd";

/**
 * Linear layer backward, one image: picks its lane out of the pack, scales it by the example's weight, and goes back to the features.
 * @param logitGradient [classes] vectors, the lane's address: probability - one-hot
 * @param pooled [320] vectors, the lane's address
 * @param scale d objective / d loss of this example
 * @param delta [classes], out: scale * (probability - one-hot)
 * @param input [320], out: the features of this image
 * @param inputGradient [320], out
 */
export function linearBackward(
  logitGradient: usize,
  pooled: usize,
  scale: f32,
  weight: usize,
  delta: usize,
  input: usize,
  inputGradient: usize,
  classes: i32,
): void {
  for (let c = 0; c < classes; c++) store<f32>(delta + floats(c), scale * load<f32>(logitGradient + vectors(c)));
  gatherLane(pooled, input, features);
  for (let i = 0; i < features; i += 16) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let w = weight + floats(i);
    for (let end = delta + floats(classes), at = delta; at < end; at += 4) {
      const g = v128.load32_splat(at);
      a = add(a, mul(g, v128.load(w)));
      b = add(b, mul(g, v128.load(w, 16)));
      c = add(c, mul(g, v128.load(w, 32)));
      d = add(d, mul(g, v128.load(w, 48)));
      w += floats(features);
    }
    v128.store(inputGradient + floats(i), a);
    v128.store(inputGradient + floats(i), b, 16);
    v128.store(inputGradient + floats(i), c, 32);
    v128.store(inputGradient + floats(i), d, 48);
  }
}

/**
 * The linear layer's gradient for one class, summed over the selected examples in their order.
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
