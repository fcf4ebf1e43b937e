import { adam } from "./adam";
import { conv1Filter, conv2Filter } from "./filters";
import { firstClassTask } from "./jobs";
import { biasGradient, linearGradient } from "./linear-gradient";
import * as at from "./memory";
import * as shape from "./shapes";
import { floats } from "./simd";

/**
 * Adam on a range of parameters, and the filters that depend on them. Tasks 0 to 4: conv2's weights, four channels a
 * task; 5: conv1's weights, and the convolutions' biases; 6: the linear layer's biases; firstClassTask + c: its class
 * c. `count` examples were selected.
 */
export function update(task: i32, thread: i32, count: i32): void {
  const scratch = at.scratch + <usize>thread * at.scratchBytes;
  const stride = at.deltaStride();
  if (task < shape.conv2FilterGroups) {
    const from = shape.conv2Weight + task * 4 * shape.conv2Stride;
    adamOnChunks(from, 4 * shape.conv2Stride);
    makeConv2Filters(task, scratch);
  } else if (task === shape.conv2FilterGroups) {
    adamOnChunks(0, shape.conv2Weight);
    makeConv1Filters(scratch);
  } else if (task < firstClassTask) {
    const from = at.classes * shape.features;
    const gradient = at.linearGradients + floats(from);
    biasGradient(at.deltas, stride, at.selected, count, gradient);
    adamOn(shape.linearWeight + from, stride, gradient, 0, 1);
  } else {
    const from = (task - firstClassTask) * shape.features;
    const gradient = at.linearGradients + floats(from);
    linearGradient(at.deltas + floats(task - firstClassTask), stride, at.inputs, at.selected, count, gradient);
    adamOn(shape.linearWeight + from, shape.features, gradient, 0, 1);
  }
}

/** All filters, after new parameters were written; called by one thread while the others are idle. */
export function makeFilters(): void {
  makeConv1Filters(at.scratch);
  for (let group = 0; group < shape.conv2FilterGroups; group++) makeConv2Filters(group, at.scratch);
}

function makeConv1Filters(scratch: usize): void {
  conv1Filter(at.parameters + floats(shape.conv1Weight), at.conv1Filters, scratch);
}

function makeConv2Filters(group: i32, scratch: usize): void {
  const weight = at.parameters + floats(shape.conv2Weight + group * 4 * shape.conv2Stride);
  conv2Filter(weight, at.conv2Filters + floats(group * shape.conv2FilterFloats), scratch);
}

function adamOnChunks(from: i32, count: i32): void {
  adamOn(from, count, at.gradients + floats(from), floats(shape.linearWeight), shape.chunks);
}

function adamOn(from: i32, count: i32, gradient: usize, stride: usize, parts: i32): void {
  const offset = floats(from);
  const first = at.firstMoments + offset;
  const second = at.secondMoments + offset;
  adam(at.parameters + offset, first, second, count, gradient, stride, parts, at.coefficients);
}
