/**
 * One lane of `count` vectors (a multiple of four), as contiguous floats: the forward pass has an image in a lane, the
 * backward pass has one at a time.
 * @param input the lane's address
 */
export function gatherLane(input: usize, output: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    let values = v128.load32_zero(input);
    values = v128.load_lane<f32>(input, values, 1, 16);
    values = v128.load_lane<f32>(input, values, 2, 32);
    values = v128.load_lane<f32>(input, values, 3, 48);
    v128.store(output, values);
    input += 64;
    output += 16;
  }
}
