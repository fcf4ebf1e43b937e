/** The class with the largest logit of each row, of equal logits the lower class. @param logits [rows, classes] */
export function predict(logits: Float32Array, classes: number, predictions: Uint8Array): void {
  for (let row = 0; row < predictions.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[row * classes + c] > logits[row * classes + best]) best = c;
    predictions[row] = best;
  }
}

/**
 * -log of the probability of each row's predicted class: its loss where that is the label, else from the logits.
 * @param losses [rows]
 * @param out [rows]
 */
export function lossesOfPredictions(
  logits: Float32Array,
  classes: number,
  predictions: Uint8Array,
  labels: Uint8Array,
  losses: Float32Array,
  out: Float32Array,
): void {
  for (let row = 0; row < predictions.length; row++) {
    const predicted = predictions[row];
    out[row] = predicted === labels[row] ? losses[row] : crossEntropy(logits, row * classes, classes, predicted);
  }
}

/** @param predicted the class with the largest logit, so that no power overflows */
function crossEntropy(logits: Float32Array, start: number, classes: number, predicted: number): number {
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp(logits[start + c] - logits[start + predicted]);
  return Math.log(sum);
}
