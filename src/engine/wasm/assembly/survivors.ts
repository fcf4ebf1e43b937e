import { floats } from "./simd";

/**
 * The sparse backward pass: of the 8x8 outputs of a conv2 channel only the winners of the 16 pools get a gradient, and of those only where the ReLU is
 * open: some 190 of 1,280. These survivors are listed twice: by channel for the weight gradient, by position for the input gradient.
 * An entry is a byte offset (u32) and the gradient (f32). Lists have fixed places: [20 channels][16] and [64 positions][20] entries; a list's end is
 * kept as an address (u32).
 */
export const entryBytes = 8;
export const channelListBytes = 16 * entryBytes;
export const positionListBytes = 20 * entryBytes;

/**
 * @param input [320] features, inputGradient [320]; winner [20][16][4] bytes, the lane's address
 * @param byChannel, byPosition lists; channelEnds [20], positionEnds [64] u32
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
  for (let p = 0; p < 64; p++) store<u32>(positionEnds + floats(p), <u32>byPosition + p * <u32>positionListBytes);
  for (let channel = 0; channel < 20; channel++) {
    let end = byChannel + <usize>channel * channelListBytes;
    let sum: f32 = 0;
    for (let window = 0; window < 16; window++) {
      const i = floats(channel * 16 + window);
      const gradient = load<f32>(inputGradient + i);
      const open = load<f32>(input + i) > 0;
      const won = <i32>load<u8>(winner + i);
      const position = positionOf(window, won);
      const positionEnd = positionEnds + floats(window * 4 + (won & 1) + (won >= 12 ? 2 : 0));
      const at = <usize>load<u32>(positionEnd);
      // Written always, kept by moving the end: no branch to mispredict.
      store<u32>(end, position * 40);
      store<f32>(end, gradient, 4);
      store<u32>(at, channel * 1040);
      store<f32>(at, gradient, 4);
      end += (<usize>open) << 3;
      store<u32>(positionEnd, <u32>(at + ((<usize>open) << 3)));
      sum += open ? gradient : <f32>0;
    }
    store<u32>(channelEnds + floats(channel), <u32>end);
    store<f32>(biasGradient + floats(channel), load<f32>(biasGradient + floats(channel)) + sum);
  }
}

/** Position in the 12-wide map of a pool's winner; `won` as conv2 left it. */
export function positionOf(window: i32, won: i32): i32 {
  return (window >> 2) * 24 + (window & 3) * 2 + won;
}
