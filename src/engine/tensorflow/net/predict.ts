/** The class with the largest logit of each row, of equal logits the lower class. @param logits [rows, classes] */
export function predict(logits: Float32Array, classes: number, predictions: Uint8Array): void {
  for (let row = 0; row < predictions.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if (logits[row * classes + c] > logits[row * classes + best]) best = c;
    predictions[row] = best;
  }
}
