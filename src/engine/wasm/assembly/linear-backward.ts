import { gatherLane } from "./gather";
import { features } from "./shapes";
import { add, floats, mul, vectors } from "./simd";

/**
 * Linear layer backward, one image: takes its lane out of the pack, scales it by the example's weight, and propagates
 * it back to the features: 80 multiply-adds a class.
 * @param logitGradient [classes] vectors, the lane's address: probability - one-hot
 * @param pooled [320] vectors, the lane's address
 * @param exampleWeight d objective / d loss of this example
 * @param weight [classes][320], the layer's
 * @param delta [classes], out: exampleWeight * (probability - one-hot)
 * @param input [320], out: the features of this image
 * @param inputGradient [320], out
 */
export function linearBackward(
  logitGradient: usize,
  pooled: usize,
  exampleWeight: f32,
  weight: usize,
  delta: usize,
  input: usize,
  inputGradient: usize,
  classes: i32,
): void {
  for (let c = 0; c < classes; c++) {
    store<f32>(delta + floats(c), exampleWeight * load<f32>(logitGradient + vectors(c)));
  }
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
