import { features } from "./shapes";
import { add, floats, mul, vectors } from "./simd";

/**
 * Linear layer of four images: input [320] vectors, weight [classes][320], bias [classes] -> output [classes] vectors.
 * 320 multiply-adds a class, in two chains of additions; two classes at a time, so that four chains do not wait for
 * each other. The last of an odd number of classes is its own partner.
 */
export function linear(input: usize, weight: usize, bias: usize, output: usize, classes: i32): void {
  for (let c = 0; c < classes; c += 2) {
    const d = min(c + 1, classes - 1);
    const rowC = weight + floats(c * features);
    const rowD = weight + floats(d * features);
    let evenC = v128.load32_splat(bias + floats(c));
    let evenD = v128.load32_splat(bias + floats(d));
    let oddC = f32x4.splat(0);
    let oddD = oddC;
    for (let i = 0; i < features; i += 2) {
      const even = v128.load(input + vectors(i));
      const odd = v128.load(input + vectors(i), 16);
      evenC = add(evenC, mul(even, v128.load32_splat(rowC + floats(i))));
      evenD = add(evenD, mul(even, v128.load32_splat(rowD + floats(i))));
      oddC = add(oddC, mul(odd, v128.load32_splat(rowC + floats(i), 4)));
      oddD = add(oddD, mul(odd, v128.load32_splat(rowD + floats(i), 4)));
    }
    v128.store(output + vectors(c), add(evenC, oddC));
    v128.store(output + vectors(d), add(evenD, oddD));
  }
}
