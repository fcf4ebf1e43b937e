import type { Dataset } from "../data/dataset.js";
import type { Evaluated } from "../engine/engine.js";

/** What a model says of each test example, in the order of the data set. */
export interface TestPredictions {
  /** [examples] */
  readonly labels: Uint8Array;
  /** [examples] */
  readonly predictions: Uint8Array;
  /** [examples] -log of the probability that the model gives to the label, nats */
  readonly losses: Float32Array;
  /** [examples] -log of the probability that the model gives to its prediction, nats */
  readonly predictionLosses: Float32Array;
}

/** For an evaluation to fill. */
export function noPredictions({ labels, count }: Dataset): TestPredictions {
  const losses = new Float32Array(count);
  const predictionLosses = new Float32Array(count);
  return { labels, predictions: new Uint8Array(count), losses, predictionLosses };
}

/** What `evaluate` calls for each chunk. */
export function collectIn({ predictions, losses, predictionLosses }: TestPredictions) {
  return (evaluated: Evaluated, first: number) => {
    predictions.set(evaluated.predictions, first);
    losses.set(evaluated.losses, first);
    predictionLosses.set(evaluated.predictionLosses, first);
  };
}
