import type { TestPredictions } from "../run/test-predictions.js";

/** The columns of `ohem eval --predictions`, with their meaning. */
export const predictionColumns = {
  index: "place of the example in the test files, from 0",
  label: "its class, by the data",
  prediction: "its class, by the model",
  label_probability: "probability that the model gives to the label",
  prediction_probability: "probability that the model gives to its prediction",
  loss: "-log of label_probability, nats",
} as const;

/** One line for each test example, in their order; numbers have seven digits, as a float32 has. */
export function predictionsCsv({ labels, predictions, losses, predictionLosses }: TestPredictions): string {
  const lines = [Object.keys(predictionColumns).join(",")];
  const digits = (value: number) => Number(value.toPrecision(7));
  const probability = (loss: number) => digits(Math.exp(-loss));
  for (let i = 0; i < labels.length; i++) {
    const [loss, predictionLoss] = [losses[i], predictionLosses[i]];
    const probabilities = `${probability(loss)},${probability(predictionLoss)}`;
    lines.push(`${i},${labels[i]},${predictions[i]},${probabilities},${digits(loss)}`);
  }
  return `${lines.join("\n")}\n`;
}
