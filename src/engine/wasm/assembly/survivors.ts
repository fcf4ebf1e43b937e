import { floats } from "./simd";

/**
 * The sparse backward pass: of the 8x8 outputs of a conv2 channel only the winners of the 16 pools get a gradient, and
 * of those only where the ReLU is open: some 200 of 1,280. These survivors are listed twice: by channel for the weight
 * gradient, by position for the input gradient.
 *
 * An entry is a byte offset (u32) and the gradient (f32). Lists have fixed places: [20 channels][16 entries], and
 * [92 positions in a 12-wide map][20 entries], of which those with x >= 8 stay empty. A list's end is kept as an
 * address (u32).
 */
export const channelListBytes = 16 * 8;
export const positionListBytes = 20 * 8;
export const positions = 92;

/**
 * @param input [320] features, inputGradient [320]
 * @param winner [20][16][4] bytes as conv2 left them, the lane's address
 * @param byChannel, byPosition lists; channelEnds [20], positionEnds [92] u32
 * @param biasGradient [20], added to
 */
export function listSurvivors(
  input: usize,
  inputGradient: usize,
  winner: usize,
  byChannel: usize,
  channelEnds: usize,
  byPosition: usize,
  positionEnds: usize,
  biasGradient: usize,
): void {
  for (let p = 0; p < positions; p++) {
    store<u32>(positionEnds + floats(p), <u32>(byPosition + <usize>p * positionListBytes));
  }
  for (let channel = 0; channel < 20; channel++) {
    let end = byChannel + <usize>channel * channelListBytes;
    let sum: f32 = 0;
    for (let y = 0; y < 8; y += 2) {
      for (let x = 0; x < 8; x += 2) {
        const gradient = load<f32>(inputGradient);
        const open = load<f32>(input) > 0;
        const position = y * 12 + x + <i32>load<u8>(winner);
        const positionEnd = positionEnds + floats(position);
        const at = <usize>load<u32>(positionEnd);
        // Always written, kept by moving the end: no branch to mispredict.
        store<u32>(end, position * 40);
        store<f32>(end, gradient, 4);
        store<u32>(at, channel * 1040);
        store<f32>(at, gradient, 4);
        end += (<usize>open) << 3;
        store<u32>(positionEnd, <u32>(at + ((<usize>open) << 3)));
        sum += open ? gradient : <f32>0;
        input += 4;
        inputGradient += 4;
        winner += 4;
      }
    }
    store<u32>(channelEnds + floats(channel), <u32>end);
    store<f32>(biasGradient + floats(channel), load<f32>(biasGradient + floats(channel)) + sum);
  }
}
