import { accumulate } from "./accumulate";
import { floats } from "./simd";
import { channelListBytes, positionListBytes, positions } from "./survivors";

const filterBytes: usize = 1040;
const filterRow: usize = 208;
const mapRow: usize = 480;

/** conv2's weight gradient of one image, added: input [144][10] floats, the channels' lists -> gradient [20][5][52]. */
export function conv2WeightGradient(byChannel: usize, channelEnds: usize, input: usize, gradient: usize): void {
  for (let channel = 0; channel < 20; channel++) {
    const list = byChannel + <usize>channel * channelListBytes;
    const end = <usize>load<u32>(channelEnds + floats(channel));
    if (end === list) continue;
    const filter = gradient + <usize>channel * filterBytes;
    accumulate(list, end, input, mapRow, filter, filterRow);
    // the padding met the next position
    for (let row: usize = 0; row < 5; row++) store<u64>(filter + row * filterRow, 0, 200);
  }
}

/** conv2's input gradient of one image: the positions' lists, weight [20][5][52] -> gradient [144][10] floats. */
export function conv2InputGradient(byPosition: usize, positionEnds: usize, weight: usize, gradient: usize): void {
  memory.fill(gradient, 0, 144 * 40);
  for (let p = 0; p < positions; p++) {
    const list = byPosition + <usize>p * positionListBytes;
    const end = <usize>load<u32>(positionEnds + floats(p));
    if (end !== list) accumulate(list, end, weight, filterRow, gradient + <usize>p * 40, mapRow);
  }
}
