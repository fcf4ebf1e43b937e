import { add, mul } from "./simd";

/**
 * output [5 rows][52] += sum over a list of gradient * source [5 rows][52]: the inner loop of both gradients of conv2.
 * For the weights the source is the window of the activations under each survivor of a channel, for the input it is the
 * filter of each survivor of a position. The 13 sums of a row stay in registers along the list: 65 multiply-adds a
 * survivor, and hardly a store.
 * @param list, end entries of survivors.ts; the offset is added to `source`
 * @param sourceStride, outputStride bytes from row to row
 */
export function accumulate(
  list: usize,
  end: usize,
  source: usize,
  sourceStride: usize,
  output: usize,
  outputStride: usize,
): void {
  for (let row = 0; row < 5; row++) {
    let s0 = v128.load(output);
    let s1 = v128.load(output, 16);
    let s2 = v128.load(output, 32);
    let s3 = v128.load(output, 48);
    let s4 = v128.load(output, 64);
    let s5 = v128.load(output, 80);
    let s6 = v128.load(output, 96);
    let s7 = v128.load(output, 112);
    let s8 = v128.load(output, 128);
    let s9 = v128.load(output, 144);
    let s10 = v128.load(output, 160);
    let s11 = v128.load(output, 176);
    let s12 = v128.load(output, 192);
    for (let entry = list; entry < end; entry += 8) {
      const x = source + <usize>load<u32>(entry);
      const gradient = v128.load32_splat(entry, 4);
      s0 = add(s0, mul(gradient, v128.load(x)));
      s1 = add(s1, mul(gradient, v128.load(x, 16)));
      s2 = add(s2, mul(gradient, v128.load(x, 32)));
      s3 = add(s3, mul(gradient, v128.load(x, 48)));
      s4 = add(s4, mul(gradient, v128.load(x, 64)));
      s5 = add(s5, mul(gradient, v128.load(x, 80)));
      s6 = add(s6, mul(gradient, v128.load(x, 96)));
      s7 = add(s7, mul(gradient, v128.load(x, 112)));
      s8 = add(s8, mul(gradient, v128.load(x, 128)));
      s9 = add(s9, mul(gradient, v128.load(x, 144)));
      s10 = add(s10, mul(gradient, v128.load(x, 160)));
      s11 = add(s11, mul(gradient, v128.load(x, 176)));
      s12 = add(s12, mul(gradient, v128.load(x, 192)));
    }
    v128.store(output, s0);
    v128.store(output, s1, 16);
    v128.store(output, s2, 32);
    v128.store(output, s3, 48);
    v128.store(output, s4, 64);
    v128.store(output, s5, 80);
    v128.store(output, s6, 96);
    v128.store(output, s7, 112);
    v128.store(output, s8, 128);
    v128.store(output, s9, 144);
    v128.store(output, s10, 160);
    v128.store(output, s11, 176);
    v128.store(output, s12, 192);
    source += sourceStride;
    output += outputStride;
  }
}
