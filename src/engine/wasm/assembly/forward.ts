import { conv1 } from "./conv1";
import { conv2 } from "./conv2";
import { linear } from "./linear";
import { loadFour } from "./load";
import * as at from "./memory";
import * as shape from "./shapes";
import { floats, vectors } from "./simd";
import { softmax } from "./softmax";

/** Pack `task` of the batch; the caller has filled up the last pack with copies of the last index. */
export function forward(task: i32, thread: i32): void {
  const pack = at.packs + <usize>task * at.packBytes;
  const four = at.indices + vectors(task);
  forwardFour(
    at.trainImages,
    at.trainLabels,
    four,
    thread,
    pack,
    at.losses + vectors(task),
    at.predictions + floats(task),
    scratchOf(thread) + unused,
  );
}

/**
 * Examples first + 4 task to first + 4 task + 3 of a split; beyond `count` the last one is repeated. The batch's packs
 * are not touched.
 */
export function evaluate(images: usize, labels: usize, task: i32, thread: i32, first: i32, count: i32): void {
  const pack = at.packs + <usize>(at.batchPacks + thread) * at.packBytes;
  const four = scratchOf(thread) + indices;
  for (let i = 0; i < 4; i++) store<i32>(four + floats(i), first + min(4 * task + i, count - 1));
  forwardFour(
    images,
    labels,
    four,
    thread,
    pack,
    at.evaluatedLosses + vectors(task),
    at.evaluatedPredictions + floats(task),
    at.evaluatedPredictionLosses + vectors(task),
  );
}

/**
 * A thread's scratch in the forward pass: four indices, a result that training has no use for, the pack's input [784]
 * vectors, and the convolutions' own.
 */
const indices: usize = 0;
const unused: usize = 16;
const input: usize = 64;
const rest: usize = input + 784 * 16;

function scratchOf(thread: i32): usize {
  return at.scratch + <usize>thread * at.scratchBytes;
}

function forwardFour(
  images: usize,
  labels: usize,
  four: usize,
  thread: i32,
  pack: usize,
  losses: usize,
  predictions: usize,
  predictionLosses: usize,
): void {
  const scratch = scratchOf(thread);
  const a = <usize>load<u32>(four);
  const b = <usize>load<u32>(four, 4);
  const c = <usize>load<u32>(four, 8);
  const d = <usize>load<u32>(four, 12);
  const pooled1 = pack + shape.pooled1;
  const pooled2 = pack + shape.pooled2;
  const logits = pack + shape.logits;
  const bias1 = at.parameters + floats(shape.conv1Bias);
  const bias2 = at.parameters + floats(shape.conv2Bias);
  const weight = at.parameters + floats(shape.linearWeight);
  const bias = weight + floats(at.classes * shape.features);

  loadFour(images + a * 784, images + b * 784, images + c * 784, images + d * 784, scratch + input);
  conv1(scratch + input, at.conv1Filters, bias1, pooled1, pack + shape.winners1, scratch + rest);
  conv2(pooled1, at.conv2Filters, bias2, pooled2, pack + shape.winners2, scratch + rest);
  linear(pooled2, weight, bias, logits, at.classes);
  const low = <u32>load<u8>(labels + a) | ((<u32>load<u8>(labels + b)) << 8);
  const high = <u32>load<u8>(labels + c) | ((<u32>load<u8>(labels + d)) << 8);
  softmax(logits, low | (high << 16), losses, predictions, predictionLosses, at.classes);
}
