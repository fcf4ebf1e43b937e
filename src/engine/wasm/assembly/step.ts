import { adam } from "./adam";
import { conv1 } from "./conv1";
import { conv1WeightGradient, listInked, maskClosed, stackColumns } from "./conv1-backward";
import { conv2 } from "./conv2";
import { conv2InputGradient, conv2WeightGradient } from "./conv2-backward";
import { conv1Filter, conv2Filter } from "./filters";
import { gatherLane } from "./gather";
import { linear } from "./linear";
import { biasGradient, linearBackward, linearGradient } from "./linear-backward";
import { loadFour, loadOne } from "./load";
import * as at from "./memory";
import * as shape from "./shapes";
import { floats } from "./simd";
import { softmax } from "./softmax";
import { listSurvivors } from "./survivors";
import { beat } from "./threads";

/** The jobs of threads.ts: forward and evaluate draw packs of four images, backward draws chunks of the selected, update draws ranges of parameters. */
export const forwardJob = 1;
export const evaluateTrainJob = 2;
export const evaluateTestJob = 3;
export const backwardJob = 4;
export const updateJob = 5;

export function perform(job: i32, task: i32, thread: i32, first: i32, count: i32): void {
  if (job === forwardJob) forward(task, thread);
  else if (job === evaluateTrainJob) evaluate(at.trainImages, at.trainLabels, task, thread, first, count);
  else if (job === evaluateTestJob) evaluate(at.testImages, at.testLabels, task, thread, first, count);
  else if (job === backwardJob) backward(task, thread, count);
  else update(task, thread, count);
}

/** Pack `task` of the batch; the caller has filled up the last pack with copies of the last index. */
function forward(task: i32, thread: i32): void {
  const four = at.indices + ((<usize>task) << 4);
  const pack = at.packs + <usize>task * at.packBytes;
  const a = load<i32>(four);
  const b = load<i32>(four, 4);
  const c = load<i32>(four, 8);
  const d = load<i32>(four, 12);
  forwardPack(
    at.trainImages,
    at.trainLabels,
    a,
    b,
    c,
    d,
    thread,
    pack,
    at.losses + ((<usize>task) << 4),
    at.predictions + ((<usize>task) << 2),
  );
}

/** Examples first + 4 task to first + 4 task + 3; what lies beyond `count` repeats the last one. */
function evaluate(images: usize, labels: usize, task: i32, thread: i32, first: i32, count: i32): void {
  const pack = at.packs + <usize>(at.batchPacks + thread) * at.packBytes;
  const a = first + 4 * task;
  const last = first + count - 1;
  const b = min(a + 1, last);
  const c = min(a + 2, last);
  const d = min(a + 3, last);
  forwardPack(
    images,
    labels,
    a,
    b,
    c,
    d,
    thread,
    pack,
    at.evaluatedLosses + ((<usize>task) << 4),
    at.evaluatedPredictions + ((<usize>task) << 2),
  );
}

function forwardPack(
  images: usize,
  labels: usize,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  thread: i32,
  pack: usize,
  losses: usize,
  predictions: usize,
): void {
  const input = at.scratch + <usize>thread * at.scratchBytes;
  const p = at.parameters;
  loadFour(images + <usize>a * 784, images + <usize>b * 784, images + <usize>c * 784, images + <usize>d * 784, input);
  const scratch = input + 784 * 16;
  conv1(input, at.conv1Filters, p + floats(shape.conv1Bias), pack + shape.pooled1, pack + shape.winners1, scratch);
  conv2(
    pack + shape.pooled1,
    at.conv2Filters,
    p + floats(shape.conv2Bias),
    pack + shape.pooled2,
    pack + shape.winners2,
    scratch,
  );
  linear(
    pack + shape.pooled2,
    p + floats(shape.linearWeight),
    p + floats(shape.linearWeight + at.classes * shape.features),
    pack + shape.logits,
    at.classes,
  );
  const four =
    <u32>load<u8>(labels + a) |
    ((<u32>load<u8>(labels + b)) << 8) |
    ((<u32>load<u8>(labels + c)) << 16) |
    ((<u32>load<u8>(labels + d)) << 24);
  softmax(pack + shape.logits, four, losses, predictions, at.classes);
}

/** Chunk `task` of the `count` selected examples: the convolutions' gradients, summed in the order of the batch. */
function backward(task: i32, thread: i32, count: i32): void {
  const gradient = at.gradients + <usize>task * floats(shape.linearWeight);
  memory.fill(gradient, 0, floats(shape.linearWeight));
  const end = (count * (task + 1)) / shape.chunks;
  for (let k = (count * task) / shape.chunks; k < end; k++) {
    backwardOne(load<i32>(at.selected + floats(k)), at.scratch + <usize>thread * at.scratchBytes, gradient);
    beat(thread);
  }
}

function backwardOne(example: i32, scratch: usize, gradient: usize): void {
  const lane = example & 3;
  const pack = at.packs + <usize>(example >> 2) * at.packBytes;
  const image = at.trainImages + <usize>load<i32>(at.indices + floats(example)) * 784;
  const input2 = at.inputs + floats(example * shape.features);
  const pooled = scratch;
  const pooledGradient = pooled + 5824;
  const featureGradient = pooledGradient + 5824;
  const byChannel = featureGradient + 1280;
  const channelEnds = byChannel + 2560;
  const byPosition = channelEnds + 128;
  const positionEnds = byPosition + 92 * 160;
  const pixels = positionEnds + 384;
  const columns = pixels + 3136;
  const rows = columns + 10752;
  const inked = rows + 128;

  linearBackward(
    pack + shape.logits + floats(lane),
    pack + shape.pooled2 + floats(lane),
    load<f32>(at.weights + floats(example)),
    at.parameters + floats(shape.linearWeight),
    at.deltas + floats(example * deltaStride()),
    input2,
    featureGradient,
    at.classes,
  );
  listSurvivors(
    input2,
    featureGradient,
    pack + shape.winners2 + lane,
    byChannel,
    channelEnds,
    byPosition,
    positionEnds,
    gradient + floats(shape.conv2Bias),
  );
  gatherLane(pack + shape.pooled1 + floats(lane), pooled, 1440);
  conv2WeightGradient(byChannel, channelEnds, pooled, gradient + floats(shape.conv2Weight));
  conv2InputGradient(byPosition, positionEnds, at.parameters + floats(shape.conv2Weight), pooledGradient);
  maskClosed(pooled, pooledGradient, gradient + floats(shape.conv1Bias));
  loadOne(image, pixels);
  stackColumns(pixels, columns);
  const end = listInked(image, rows, inked);
  conv1WeightGradient(
    pooledGradient,
    pack + shape.winners1 + lane,
    pixels,
    columns,
    inked,
    end,
    gradient + floats(shape.conv1Weight),
  );
}

function deltaStride(): i32 {
  return (at.classes + 3) & ~3;
}

/** Tasks 0 to 4: conv2's filters, four channels a task; 5: conv1 and the convolutions' biases; 6: the linear layer's biases; 7 + c: its class c. */
function update(task: i32, thread: i32, count: i32): void {
  const scratch = at.scratch + <usize>thread * at.scratchBytes;
  if (task < 5) {
    const from = shape.conv2Weight + task * 4 * shape.conv2Stride;
    adamOnChunks(from, 4 * shape.conv2Stride);
    makeConv2Filter(task, scratch);
  } else if (task === 5) {
    adamOnChunks(0, shape.conv2Weight);
    makeConv1Filter(scratch);
  } else if (task === 6) {
    const from = at.classes * shape.features;
    const gradient = at.linearGradients + floats(from);
    biasGradient(at.deltas, deltaStride(), at.selected, count, gradient);
    adamOn(shape.linearWeight + from, deltaStride(), gradient, 0, 1);
  } else {
    const from = (task - 7) * shape.features;
    const gradient = at.linearGradients + floats(from);
    linearGradient(at.deltas + floats(task - 7), deltaStride(), at.inputs, at.selected, count, gradient);
    adamOn(shape.linearWeight + from, shape.features, gradient, 0, 1);
  }
}

/** The calling thread makes all filters when parameters came from outside. */
export function makeFilters(): void {
  makeConv1Filter(at.scratch);
  for (let group = 0; group < 5; group++) makeConv2Filter(group, at.scratch);
}

function makeConv1Filter(scratch: usize): void {
  conv1Filter(at.parameters + floats(shape.conv1Weight), at.conv1Filters, scratch);
}

function makeConv2Filter(group: i32, scratch: usize): void {
  const weight = at.parameters + floats(shape.conv2Weight + group * 4 * shape.conv2Stride);
  conv2Filter(weight, at.conv2Filters + floats(group * shape.conv2Filter), scratch);
}

function adamOnChunks(from: i32, count: i32): void {
  adamOn(from, count, at.gradients + floats(from), floats(shape.linearWeight), shape.chunks);
}

function adamOn(from: i32, count: i32, gradient: usize, stride: usize, parts: i32): void {
  const offset = floats(from);
  adam(
    at.parameters + offset,
    at.firstMoments + offset,
    at.secondMoments + offset,
    count,
    gradient,
    stride,
    parts,
    at.coefficients,
  );
}
