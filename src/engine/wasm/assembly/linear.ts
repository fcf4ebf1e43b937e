import { features } from "./shapes";
import { add, floats, mul, vectors } from "./simd";

/**
 * Linear layer of four images: input [320] vectors, weight [classes][320], bias [classes] -> output [classes] vectors. 320 multiply-adds a class, in two
 * chains of additions that do not wait for each other.
 */
export function linear(input: usize, weight: usize, bias: usize, output: usize, classes: i32): void {
  for (let c = 0; c < classes; c++) {
    const row = weight + floats(c * features);
    let even = v128.load32_splat(bias + floats(c));
    let odd = f32x4.splat(0);
    for (let i = 0; i < features; i += 2) {
      even = add(even, mul(v128.load(input + vectors(i)), v128.load32_splat(row + floats(i))));
      odd = add(odd, mul(v128.load(input + vectors(i), 16), v128.load32_splat(row + floats(i), 4)));
    }
    v128.store(output + vectors(c), add(even, odd));
  }
}
