import { stackColumns } from "./columns";
import { conv1WeightGradient } from "./conv1-backward";
import { conv2InputGradient, conv2WeightGradient } from "./conv2-backward";
import { gatherLane } from "./gather";
import { beat } from "./heartbeats";
import { listInked } from "./inked";
import { linearBackward } from "./linear-backward";
import { loadOne } from "./load";
import * as at from "./memory";
import { reluBackward } from "./relu-backward";
import * as shape from "./shapes";
import { floats } from "./simd";
import { channelListBytes, listSurvivors, positionListBytes, positions } from "./survivors";

/** Chunk `task` of the `count` selected examples: the convolutions' gradients, summed in the order of the batch. */
export function backward(task: i32, thread: i32, count: i32): void {
  const gradient = at.gradients + <usize>task * floats(shape.linearWeight);
  memory.fill(gradient, 0, floats(shape.linearWeight));
  const end = (count * (task + 1)) / shape.chunks;
  for (let k = (count * task) / shape.chunks; k < end; k++) {
    backwardOne(load<i32>(at.selected + floats(k)), at.scratch + <usize>thread * at.scratchBytes, gradient);
    beat(thread);
  }
}

/**
 * A thread's scratch in the backward pass, in bytes from its start. The maps [144][10] have a little room behind them:
 * the last rows of windows reach beyond their end.
 */
const pooled1: usize = 0;
const gradient1: usize = pooled1 + 1456 * 4;
const gradient2: usize = gradient1 + 1456 * 4;
const byChannel: usize = gradient2 + 320 * 4;
const channelEnds: usize = byChannel + 20 * channelListBytes;
const byPosition: usize = channelEnds + 20 * 4;
const positionEnds: usize = byPosition + positions * positionListBytes;
const pixels: usize = positionEnds + positions * 4;
const columns: usize = pixels + 784 * 4;
const rows: usize = columns + 24 * 28 * 16;
const inked: usize = rows + 28 * 4;

/**
 * One example of the batch: adds to the convolutions' gradients, and writes `deltas` and `inputs` for the linear
 * layer's.
 */
function backwardOne(example: i32, scratch: usize, gradient: usize): void {
  const lane = example & 3;
  const pack = at.packs + <usize>(example >> 2) * at.packBytes;
  const pooled2 = at.inputs + floats(example * shape.features);

  linearBackward(
    pack + shape.logits + floats(lane),
    pack + shape.pooled2 + floats(lane),
    load<f32>(at.weights + floats(example)),
    at.parameters + floats(shape.linearWeight),
    at.deltas + floats(example * at.deltaStride()),
    pooled2,
    scratch + gradient2,
    at.classes,
  );
  listSurvivors(
    pooled2,
    scratch + gradient2,
    pack + shape.winners2 + lane,
    scratch + byChannel,
    scratch + channelEnds,
    scratch + byPosition,
    scratch + positionEnds,
    gradient + floats(shape.conv2Bias),
  );

  const weight2 = at.parameters + floats(shape.conv2Weight);
  gatherLane(pack + shape.pooled1 + floats(lane), scratch + pooled1, 1440);
  conv2WeightGradient(
    scratch + byChannel,
    scratch + channelEnds,
    scratch + pooled1,
    gradient + floats(shape.conv2Weight),
  );
  conv2InputGradient(scratch + byPosition, scratch + positionEnds, weight2, scratch + gradient1);
  reluBackward(scratch + pooled1, scratch + gradient1, gradient + floats(shape.conv1Bias));

  const image = at.trainImages + <usize>load<u32>(at.indices + floats(example)) * 784;
  loadOne(image, scratch + pixels);
  stackColumns(scratch + pixels, scratch + columns);
  const end = listInked(image, scratch + rows, scratch + inked);
  conv1WeightGradient(
    scratch + gradient1,
    pack + shape.winners1 + lane,
    scratch + pixels,
    scratch + columns,
    scratch + inked,
    end,
    gradient + floats(shape.conv1Weight),
  );
}
