import { exp4, log4 } from "./exponential";
import { add, mul, sub, vectors } from "./simd";

/**
 * Log-softmax and cross-entropy of four images, in place: logits [classes] vectors -> d loss / d logits (probability -
 * one-hot). 32 operations a class.
 * @param labels [4] u8
 * @param losses [4], out, nats
 * @param predictions [4] u8, out: the class with the largest logit; of equal logits the lower class
 * @param predictionLosses [4], out: the losses if the predictions were the labels
 */
export function softmax(
  logits: usize,
  labels: u32,
  losses: usize,
  predictions: usize,
  predictionLosses: usize,
  classes: i32,
): void {
  const label = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i32x4.splat(labels)));
  let largest = v128.load(logits);
  let predicted = i32x4.splat(0);
  for (let c = 1; c < classes; c++) {
    const z = v128.load(logits + vectors(c));
    predicted = v128.bitselect(i32x4.splat(c), predicted, f32x4.gt(z, largest));
    largest = f32x4.max(largest, z); // keeps a NaN, so that the loss is one
  }
  let sum = f32x4.splat(0);
  let ofLabel = f32x4.splat(0);
  for (let c = 0; c < classes; c++) {
    const z = sub(v128.load(logits + vectors(c)), largest);
    const e = exp4(z);
    ofLabel = v128.bitselect(z, ofLabel, i32x4.eq(label, i32x4.splat(c)));
    sum = add(sum, e);
    v128.store(logits + vectors(c), e);
  }
  const ofLargest = log4(sum);
  v128.store(predictionLosses, ofLargest);
  v128.store(losses, sub(ofLargest, ofLabel));
  const scale = f32x4.div(f32x4.splat(1), sum);
  for (let c = 0; c < classes; c++) {
    const oneHot = v128.and(f32x4.splat(1), i32x4.eq(label, i32x4.splat(c)));
    v128.store(logits + vectors(c), sub(mul(v128.load(logits + vectors(c)), scale), oneHot));
  }
  const halves = i16x8.narrow_i32x4_u(predicted, predicted);
  v128.store_lane<u32>(predictions, i8x16.narrow_i16x8_u(halves, halves), 0);
}
